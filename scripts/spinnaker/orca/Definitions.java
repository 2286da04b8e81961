package dxcp.spinnaker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.netflix.spinnaker.kork.web.exceptions.InvalidRequestException;
import com.netflix.spinnaker.kork.web.exceptions.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Pipelines as files, `<application>/<name>.json`, in place of Front50. `@NAME@` in one stands for a variable of the
 * environment.
 */
@Component
class Definitions {
  private static final TypeReference<Map<String, Object>> JSON = new TypeReference<>() {};
  private static final Pattern VARIABLE = Pattern.compile("@([A-Z_]+)@");
  private final ObjectMapper json;
  private final Path root;

  Definitions(@Qualifier("mapper") ObjectMapper json, @Value("${dxcp.definitions}") Path root) {
    this.json = json;
    this.root = root;
  }

  List<String> applications() throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  List<String> names(String application) throws IOException {
    try (Stream<Path> files = Files.list(folder(application))) {
      return files.map(file -> file.getFileName().toString().replaceFirst("\\.json$", "")).sorted().toList();
    }
  }

  Map<String, Object> read(String application, String name) throws IOException {
    Path file = folder(application).resolve(plain(name) + ".json");
    if (!Files.exists(file)) throw new NotFoundException("Pipeline configuration not found (name: " + name + ")");
    String text =
        VARIABLE
            .matcher(Files.readString(file))
            .replaceAll(found -> System.getenv().getOrDefault(found.group(1), found.group()));
    Map<String, Object> pipeline = new HashMap<>(json.readValue(text, JSON));
    pipeline.putAll(Map.of("application", application, "name", name));
    return pipeline;
  }

  /** Gate's own check, made before anything reaches Orca. */
  static void requireParameters(Map<String, Object> pipeline, Map<String, Object> trigger) {
    Map<?, ?> given = trigger.get("parameters") instanceof Map<?, ?> some ? some : Map.of();
    if (!(pipeline.get("parameterConfig") instanceof List<?> wanted)) return;
    for (Object entry : wanted) {
      if (!(entry instanceof Map<?, ?> parameter) || !Boolean.TRUE.equals(parameter.get("required"))) continue;
      if (parameter.get("default") != null || given.get(parameter.get("name")) != null) continue;
      throw new InvalidRequestException("Required parameter " + parameter.get("name") + " is missing");
    }
  }

  private Path folder(String application) {
    Path folder = root.resolve(plain(application));
    if (!Files.isDirectory(folder)) throw new NotFoundException("Application not found (name: " + application + ")");
    return folder;
  }

  private static String plain(String name) {
    if (!name.matches("[A-Za-z0-9_-]{1,100}")) throw new NotFoundException("No such name");
    return name;
  }
}
