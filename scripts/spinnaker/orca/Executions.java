package dxcp.spinnaker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.netflix.spinnaker.kork.web.exceptions.InvalidRequestException;
import com.netflix.spinnaker.orca.api.pipeline.models.ExecutionType;
import com.netflix.spinnaker.orca.api.pipeline.models.PipelineExecution;
import com.netflix.spinnaker.orca.api.pipeline.models.Trigger;
import com.netflix.spinnaker.orca.pipeline.ExecutionLauncher;
import com.netflix.spinnaker.orca.pipeline.persistence.ExecutionNotFoundException;
import com.netflix.spinnaker.orca.pipeline.persistence.ExecutionRepository;
import com.netflix.spinnaker.orca.pipeline.util.ArtifactUtils;
import com.netflix.spinnaker.orca.pipeline.util.ContextParameterProcessor;
import com.netflix.spinnaker.security.AuthenticatedRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Starts and finds executions of the engine. What Orca's controller does before it launches is done here, by the engine's own parts. */
@Component
class Executions {
  private static final ExecutionType PIPELINE = ExecutionType.PIPELINE;
  private final ExecutionLauncher launcher;
  private final ExecutionRepository repository;
  private final ArtifactUtils artifacts;
  private final ContextParameterProcessor expressions;
  private final ObjectMapper json;

  Executions(
      ExecutionLauncher launcher,
      ExecutionRepository repository,
      ArtifactUtils artifacts,
      ContextParameterProcessor expressions,
      @Qualifier("mapper") ObjectMapper json) {
    this.launcher = launcher;
    this.repository = repository;
    this.artifacts = artifacts;
    this.expressions = expressions;
    this.json = json;
  }

  /** Starts a pipeline given in full, its trigger inside; what is not valid is stored as failed, then refused. */
  Map<String, String> start(Map<String, Object> given) {
    Map<String, Object> pipeline = new HashMap<>(given);
    Map<String, Object> trigger = triggerOf(pipeline);
    pipeline.put("trigger", trigger);
    RuntimeException problem = null;
    try {
      validate(pipeline);
    } catch (RuntimeException invalid) {
      problem = invalid;
    }
    Map<String, Object> variables =
        new HashMap<>(Map.of("trigger", trigger, "templateVariables", pipeline.getOrDefault("templateVariables", Map.of())));
    Map<String, Object> processed = new HashMap<>(expressions.processPipeline(pipeline, variables, false));
    processed.put("trigger", json.convertValue(trigger, Trigger.class));
    if (problem == null) return Map.of("ref", "/pipelines/" + launcher.start(PIPELINE, processed).getId());
    launcher.fail(PIPELINE, processed, problem);
    throw problem;
  }

  Optional<PipelineExecution> find(String id) {
    try {
      return Optional.of(repository.retrieve(PIPELINE, id));
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

  private void validate(Map<String, Object> pipeline) {
    artifacts.resolveArtifacts(pipeline);
    if (Boolean.TRUE.equals(pipeline.get("disabled"))) {
      throw new InvalidRequestException("Pipeline is disabled and cannot be started.");
    }
    if (pipeline.get("stages") instanceof List<?> stages) pipeline.put("stages", chained(stages));
  }

  private static Map<String, Object> triggerOf(Map<String, Object> pipeline) {
    Map<String, Object> trigger = copied(pipeline.get("trigger"));
    trigger.putIfAbsent("type", "manual");
    trigger.putIfAbsent("user", AuthenticatedRequest.getSpinnakerUser().orElse("[anonymous]"));
    if (pipeline.get("parameterConfig") instanceof List<?> wanted) {
      Map<String, Object> parameters = copied(trigger.get("parameters"));
      for (Object entry : wanted) {
        Map<String, Object> parameter = copied(entry);
        parameters.putIfAbsent(parameter.get("name").toString(), parameter.get("default"));
      }
      trigger.put("parameters", parameters);
    }
    return trigger;
  }

  /** Stages without any reference run one after the other. */
  private static List<Map<String, Object>> chained(List<?> stages) {
    boolean isLinear = stages.stream().allMatch(stage -> copied(stage).get("refId") == null);
    List<Map<String, Object>> chain = new ArrayList<>();
    for (Object each : stages) {
      Map<String, Object> stage = copied(each);
      int index = chain.size();
      if (isLinear) {
        stage.put("refId", String.valueOf(index));
        stage.put("requisiteStageRefIds", index == 0 ? List.of() : List.of(String.valueOf(index - 1)));
      }
      chain.add(stage);
    }
    return chain;
  }

  private static Map<String, Object> copied(Object object) {
    Map<String, Object> copy = new HashMap<>();
    if (object instanceof Map<?, ?> map) map.forEach((key, value) -> copy.put(key.toString(), value));
    return copy;
  }
}
