package dxcp.spinnaker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.JsonPath;
import com.netflix.spinnaker.orca.api.pipeline.RetryableTask;
import com.netflix.spinnaker.orca.api.pipeline.TaskResult;
import com.netflix.spinnaker.orca.api.pipeline.models.ExecutionStatus;
import com.netflix.spinnaker.orca.api.pipeline.models.StageExecution;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpStatusCodeException;

/** Makes the call; what came of it is in `webhook` of the stage's context. */
@Component
class CreateWebhookTask implements RetryableTask {
  private final Webhooks webhooks;
  private final ObjectMapper json;

  CreateWebhookTask(Webhooks webhooks, @Qualifier("mapper") ObjectMapper json) {
    this.webhooks = webhooks;
    this.json = json;
  }

  @Override
  public TaskResult execute(StageExecution stage) {
    Map<String, Object> context = stage.getContext();
    String where = "for pipeline " + stage.getExecution().getId() + " to " + context.get("url");
    Map<String, Object> webhook = new LinkedHashMap<>();
    try {
      String method = context.getOrDefault("method", "POST").toString();
      return answered(
          stage,
          webhook,
          webhooks.call(method, context.get("url").toString(), context.get("payload"), context.get("customHeaders")));
    } catch (HttpStatusCodeException refused) {
      return refused(refused, webhook, where);
    } catch (Exception broken) {
      boolean passes = Webhooks.isUnknownHost(broken);
      webhook.put(
          "error",
          passes
              ? "Remote host resolution failure in webhook " + where + ", will retry."
              : "An exception occurred " + where.replace(" to ", " performing a request to ") + ". " + broken);
      return result(passes ? ExecutionStatus.RUNNING : ExecutionStatus.TERMINAL, webhook);
    }
  }

  private TaskResult answered(StageExecution stage, Map<String, Object> webhook, ResponseEntity<Object> answer) {
    webhook.put("statusCode", answer.getStatusCode());
    webhook.put("statusCodeValue", answer.getStatusCodeValue());
    if (answer.getBody() != null) webhook.put("body", answer.getBody());
    Map<String, Object> context = stage.getContext();
    if (!Boolean.TRUE.equals(context.get("waitForCompletion"))) return result(ExecutionStatus.SUCCEEDED, webhook);
    String status = statusUrl(context, answer);
    if (status == null) {
      webhook.put("error", "The status URL couldn't be resolved, but 'Wait for completion' is configured");
      return result(ExecutionStatus.TERMINAL, webhook);
    }
    context.put("statusEndpoint", status);
    webhook.put("statusEndpoint", status);
    return result(ExecutionStatus.SUCCEEDED, webhook);
  }

  private TaskResult refused(HttpStatusCodeException refused, Map<String, Object> webhook, String where) {
    webhook.put("statusCode", refused.getStatusCode());
    webhook.put("statusCodeValue", refused.getRawStatusCode());
    if (!refused.getResponseBodyAsString().isEmpty()) webhook.put("body", parsed(refused.getResponseBodyAsString()));
    boolean passes = Webhooks.passes(refused.getStatusCode());
    String end = passes ? ", will retry." : ".";
    webhook.put(
        "error", "Error submitting webhook " + where + " with status code " + refused.getRawStatusCode() + end);
    return result(passes ? ExecutionStatus.RUNNING : ExecutionStatus.TERMINAL, webhook);
  }

  private static String statusUrl(Map<String, Object> context, ResponseEntity<Object> answer) {
    return switch (String.valueOf(context.get("statusUrlResolution"))) {
      case "locationHeader" -> answer.getHeaders().getFirst("Location");
      case "webhookResponse" -> JsonPath.read(answer.getBody(), context.get("statusUrlJsonPath").toString());
      default -> context.get("url").toString();
    };
  }

  private Object parsed(String body) {
    try {
      return body.startsWith("{") || body.startsWith("[") ? json.readValue(body, Object.class) : body;
    } catch (JsonProcessingException none) {
      return body;
    }
  }

  private static TaskResult result(ExecutionStatus status, Map<String, Object> webhook) {
    return TaskResult.builder(status).context(Map.of("webhook", webhook)).build();
  }

  @Override
  public long getBackoffPeriod() {
    return TimeUnit.SECONDS.toMillis(10);
  }

  @Override
  public long getTimeout() {
    return TimeUnit.MINUTES.toMillis(5);
  }
}
