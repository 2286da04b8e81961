package dxcp.spinnaker;

import com.netflix.spinnaker.kork.web.exceptions.NotFoundException;
import com.netflix.spinnaker.orca.api.pipeline.models.ExecutionType;
import com.netflix.spinnaker.orca.api.pipeline.models.PipelineExecution;
import com.netflix.spinnaker.orca.api.pipeline.models.StageExecution;
import com.netflix.spinnaker.orca.pipeline.CompoundExecutionOperator;
import com.netflix.spinnaker.security.AuthenticatedRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Orca's own paths, each one call into the engine. */
@RestController
class OrcaRoutes {
  private static final ExecutionType PIPELINE = ExecutionType.PIPELINE;
  private final Executions executions;
  private final CompoundExecutionOperator operator;

  OrcaRoutes(Executions executions, CompoundExecutionOperator operator) {
    this.executions = executions;
    this.operator = operator;
  }

  @PostMapping("/orchestrate")
  Map<String, String> orchestrate(@RequestBody Map<String, Object> pipeline) {
    return executions.start(pipeline);
  }

  @GetMapping("/pipelines/{id}")
  PipelineExecution read(@PathVariable String id) {
    return executions.find(id).orElseThrow(() -> new NotFoundException("Pipeline not found (id: " + id + ")"));
  }

  @PutMapping("/pipelines/{id}/cancel")
  void cancel(@PathVariable String id, @RequestParam(required = false) String reason) {
    operator.cancel(PIPELINE, id, user(), reason);
  }

  @PutMapping("/pipelines/{id}/pause")
  void pause(@PathVariable String id) {
    operator.pause(PIPELINE, id, user());
  }

  @PutMapping("/pipelines/{id}/resume")
  void resume(@PathVariable String id) {
    operator.resume(PIPELINE, id, user(), false);
  }

  @PutMapping("/pipelines/{id}/stages/{stageId}/restart")
  PipelineExecution restart(@PathVariable String id, @PathVariable String stageId) {
    return operator.restartStage(id, stageId);
  }

  @PatchMapping("/pipelines/{id}/stages/{stageId}")
  PipelineExecution patch(
      @PathVariable String id, @PathVariable String stageId, @RequestBody Map<String, Object> context) {
    return operator.updateStage(
        PIPELINE,
        id,
        stageId,
        stage -> {
          stage.getContext().putAll(context);
          stage.setLastModified(modifiedNow());
          stage.getContext().put("lastModifiedBy", user());
        });
  }

  private static StageExecution.LastModifiedDetails modifiedNow() {
    var modified = new StageExecution.LastModifiedDetails();
    modified.setUser(user());
    modified.setAllowedAccounts(
        AuthenticatedRequest.getSpinnakerAccounts().map(names -> List.of(names.split(","))).orElse(List.of()));
    modified.setLastModifiedTime(System.currentTimeMillis());
    return modified;
  }

  private static String user() {
    return AuthenticatedRequest.getSpinnakerUser().orElse("anonymous");
  }
}
