package dxcp.spinnaker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.netflix.spinnaker.kork.web.exceptions.NotFoundException;
import com.netflix.spinnaker.orca.api.pipeline.models.PipelineExecution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A stand-in for Gate: the paths DXCP calls, in front of the real engine. Definitions are files, not Front50's. */
@RestController
class GateRoutes {
  private static final TypeReference<Map<String, Object>> JSON = new TypeReference<>() {};
  private final Executions executions;
  private final ObjectMapper json;
  private final Path definitions;

  GateRoutes(
      Executions executions, @Qualifier("mapper") ObjectMapper json, @Value("${dxcp.definitions}") Path definitions) {
    this.executions = executions;
    this.json = json;
    this.definitions = definitions;
  }

  @PostMapping("/pipelines/{application}/{name}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Map<String, String> trigger(
      @PathVariable String application, @PathVariable String name, @RequestBody Map<String, Object> trigger)
      throws IOException {
    Path file = folder(application).resolve(plain(name) + ".json");
    if (!Files.exists(file)) throw new NotFoundException("Pipeline configuration not found (name: " + name + ")");
    Map<String, Object> pipeline = new HashMap<>(json.readValue(file.toFile(), JSON));
    pipeline.putAll(Map.of("application", application, "name", name, "trigger", trigger));
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
      @RequestParam(defaultValue = "10") int size,
      @RequestParam(defaultValue = "false") boolean expand) {
    return executions.withEvent(application, eventId).stream().limit(size).map(found -> shown(found, expand)).toList();
  }

  @GetMapping("/applications")
  List<Map<String, String>> applications() throws IOException {
    try (Stream<Path> folders = Files.list(definitions)) {
      return folders.map(folder -> Map.of("name", folder.getFileName().toString())).toList();
    }
  }

  @GetMapping("/applications/{application}/pipelineConfigs")
  List<Map<String, String>> definitions(@PathVariable String application) throws IOException {
    try (Stream<Path> files = Files.list(folder(application))) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
          .map(name -> Map.of("application", application, "name", name))
          .toList();
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

  private Path folder(String application) {
    Path folder = definitions.resolve(plain(application));
    if (!Files.isDirectory(folder)) throw new NotFoundException("Application not found (name: " + application + ")");
    return folder;
  }

  private static String plain(String name) {
    if (!name.matches("[A-Za-z0-9_-]{1,100}")) throw new NotFoundException("No such name");
    return name;
  }
}
