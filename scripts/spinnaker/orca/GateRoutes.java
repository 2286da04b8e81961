package dxcp.spinnaker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.netflix.spinnaker.orca.api.pipeline.models.PipelineExecution;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A stand-in for Gate: the paths DXCP calls, in front of the real engine. */
@RestController
class GateRoutes {
  private static final TypeReference<Map<String, Object>> JSON = new TypeReference<>() {};
  private final Executions executions;
  private final Definitions definitions;
  private final ObjectMapper json;

  GateRoutes(Executions executions, Definitions definitions, @Qualifier("mapper") ObjectMapper json) {
    this.executions = executions;
    this.definitions = definitions;
    this.json = json;
  }

  @PostMapping("/pipelines/{application}/{name}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Map<String, String> trigger(
      @PathVariable String application, @PathVariable String name, @RequestBody Map<String, Object> trigger)
      throws IOException {
    Map<String, Object> pipeline = definitions.read(application, name);
    Definitions.requireParameters(pipeline, trigger);
    pipeline.putAll(Map.of("trigger", trigger, "origin", "api"));
    return executions.start(pipeline);
  }

  /** Unknown ids are left out, as Gate leaves them out. */
  @GetMapping("/executions")
  List<Map<String, Object>> read(
      @RequestParam List<String> executionIds, @RequestParam(defaultValue = "true") boolean expand) {
    return executionIds.stream()
        .map(executions::find)
        .flatMap(Optional::stream)
        .map(found -> shown(found, expand))
        .toList();
  }

  @GetMapping("/applications/{application}/executions/search")
  List<Map<String, Object>> search(
      @PathVariable String application,
      @RequestParam String eventId,
      @RequestParam(defaultValue = "0") long triggerTimeStartBoundary,
      @RequestParam(defaultValue = "9223372036854775807") long triggerTimeEndBoundary,
      @RequestParam(defaultValue = "10") int size,
      @RequestParam(defaultValue = "false") boolean expand) {
    return executions.withEvent(application, eventId).stream()
        .filter(found -> found.getBuildTime() >= triggerTimeStartBoundary)
        .filter(found -> found.getBuildTime() <= triggerTimeEndBoundary)
        .limit(size)
        .map(found -> shown(found, expand))
        .toList();
  }

  @GetMapping("/applications")
  List<Map<String, String>> applications() throws IOException {
    return definitions.applications().stream().map(name -> Map.of("name", name)).toList();
  }

  @GetMapping("/applications/{application}/pipelineConfigs")
  List<Map<String, Object>> configs(@PathVariable String application) throws IOException {
    return definitions.names(application).stream().map(name -> config(application, name)).toList();
  }

  private Map<String, Object> config(String application, String name) {
    try {
      return definitions.read(application, name);
    } catch (IOException unreadable) {
      throw new IllegalStateException("The definition " + name + " is not JSON", unreadable);
    }
  }

  /** Without expansion every stage keeps its frame and loses what is inside. */
  private Map<String, Object> shown(PipelineExecution execution, boolean expand) {
    Map<String, Object> whole = json.convertValue(execution, JSON);
    if (!expand && whole.get("stages") instanceof List<?> stages) {
      whole.put("stages", stages.stream().map(this::emptied).toList());
    }
    return whole;
  }

  private Map<String, Object> emptied(Object stage) {
    Map<String, Object> frame = new HashMap<>(json.convertValue(stage, JSON));
    frame.putAll(Map.of("context", Map.of(), "outputs", Map.of(), "tasks", List.of()));
    return frame;
  }
}
