package dxcp.spinnaker;

import com.netflix.spinnaker.orca.api.pipeline.models.ExecutionType;
import com.netflix.spinnaker.orca.api.pipeline.models.PipelineExecution;
import com.netflix.spinnaker.orca.pipeline.ExecutionLauncher;
import com.netflix.spinnaker.orca.pipeline.persistence.ExecutionNotFoundException;
import com.netflix.spinnaker.orca.pipeline.persistence.ExecutionRepository;
import com.netflix.spinnaker.security.AuthenticatedRequest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Starts and finds executions of the engine. */
@Component
class Executions {
  private final ExecutionLauncher launcher;
  private final ExecutionRepository repository;

  Executions(ExecutionLauncher launcher, ExecutionRepository repository) {
    this.launcher = launcher;
    this.repository = repository;
  }

  /** Starts a pipeline given in full, its trigger inside; answers the reference that Orca answers. */
  Map<String, String> start(Map<String, Object> pipeline) {
    Map<String, Object> trigger = new HashMap<>();
    if (pipeline.get("trigger") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> trigger.put(key.toString(), value));
    }
    trigger.putIfAbsent("type", "manual");
    trigger.putIfAbsent("user", AuthenticatedRequest.getSpinnakerUser().orElse("[anonymous]"));
    Map<String, Object> whole = new HashMap<>(pipeline);
    whole.put("trigger", trigger);
    return Map.of("ref", "/pipelines/" + launcher.start(ExecutionType.PIPELINE, whole).getId());
  }

  Optional<PipelineExecution> find(String id) {
    try {
      return Optional.of(repository.retrieve(ExecutionType.PIPELINE, id));
    } catch (ExecutionNotFoundException unknown) {
      return Optional.empty();
    }
  }

  /** Executions whose trigger carries the event id, newest first. */
  List<PipelineExecution> withEvent(String application, String eventId) {
    return repository.retrievePipelinesForApplication(application).toList().toBlocking().single().stream()
        .filter(execution -> eventId.equals(execution.getTrigger().getOther().get("eventId")))
        .sorted(Comparator.comparing(PipelineExecution::getBuildTime).reversed())
        .toList();
  }
}
