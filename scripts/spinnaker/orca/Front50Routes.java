package dxcp.spinnaker;

import com.netflix.spinnaker.kork.web.exceptions.NotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A stand-in for Front50, as far as the engine asks it: the definitions, which are files. */
@RestController
@RequestMapping("/front50/pipelines")
class Front50Routes {
  private final Definitions definitions;

  Front50Routes(Definitions definitions) {
    this.definitions = definitions;
  }

  @GetMapping
  List<Map<String, Object>> all() throws IOException {
    List<Map<String, Object>> found = new ArrayList<>();
    for (String application : definitions.applications()) found.addAll(ofApplication(application));
    return found;
  }

  /** There is no application `broken`: asking for it shows what a service that fails looks like in an execution. */
  @GetMapping("/{application}")
  List<Map<String, Object>> ofApplication(@PathVariable String application) throws IOException {
    if (application.equals("broken")) throw new Broken();
    List<Map<String, Object>> found = new ArrayList<>();
    for (String name : definitions.names(application)) found.add(definitions.read(application, name));
    return found;
  }

  @GetMapping("/{id}/get")
  Map<String, Object> one(@PathVariable String id) throws IOException {
    return all().stream()
        .filter(definition -> id.equals(definition.get("id")))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("No pipeline exists with id: " + id));
  }

  @ResponseStatus(HttpStatus.INTERNAL_SERVER_ERROR)
  private static final class Broken extends RuntimeException {
    Broken() {
      super("The database does not answer");
    }
  }
}
