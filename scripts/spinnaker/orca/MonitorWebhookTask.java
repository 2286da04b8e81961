package dxcp.spinnaker;

import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.netflix.spinnaker.orca.api.pipeline.OverridableTimeoutRetryableTask;
import com.netflix.spinnaker.orca.api.pipeline.TaskResult;
import com.netflix.spinnaker.orca.api.pipeline.models.ExecutionStatus;
import com.netflix.spinnaker.orca.api.pipeline.models.StageExecution;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpStatusCodeException;

/** Asks the status address until its answer names an end; the last answer is in `webhook.monitor`. */
@Component
class MonitorWebhookTask implements OverridableTimeoutRetryableTask {
  private final Webhooks webhooks;

  MonitorWebhookTask(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  @Override
  public TaskResult execute(StageExecution stage) {
    Map<String, Object> context = stage.getContext();
    String url = String.valueOf(context.get("statusEndpoint"));
    try {
      return judged(stage, webhooks.call("GET", url, null, context.get("customHeaders")));
    } catch (HttpStatusCodeException refused) {
      return Webhooks.passes(refused.getStatusCode()) ? TaskResult.RUNNING : broken(stage, url, refused);
    } catch (Exception broken) {
      return Webhooks.isUnknownHost(broken) ? TaskResult.RUNNING : broken(stage, url, broken);
    }
  }

  private static TaskResult judged(StageExecution stage, ResponseEntity<Object> answer) {
    Map<String, Object> monitor = new LinkedHashMap<>();
    monitor.put("body", answer.getBody());
    monitor.put("statusCode", answer.getStatusCode());
    monitor.put("statusCodeValue", answer.getStatusCodeValue());
    String path = String.valueOf(stage.getContext().get("statusJsonPath"));
    try {
      Object found = JsonPath.read(answer.getBody(), path);
      if (found instanceof Number percent) monitor.put("percentComplete", percent);
      return result(stage, statusOf(stage.getContext(), found), monitor);
    } catch (PathNotFoundException none) {
      monitor.put("error", "Unable to parse status: JSON property '" + path + "' not found in response body");
      return result(stage, ExecutionStatus.TERMINAL, monitor);
    }
  }

  private static ExecutionStatus statusOf(Map<String, Object> context, Object found) {
    if (found instanceof Number percent) {
      return percent.intValue() == 100 ? ExecutionStatus.SUCCEEDED : ExecutionStatus.RUNNING;
    }
    if (names(context.get("successStatuses"), found)) return ExecutionStatus.SUCCEEDED;
    if (names(context.get("canceledStatuses"), found)) return ExecutionStatus.CANCELED;
    return names(context.get("terminalStatuses"), found) ? ExecutionStatus.TERMINAL : ExecutionStatus.RUNNING;
  }

  private static boolean names(Object list, Object found) {
    return list != null
        && Arrays.stream(list.toString().split(",")).anyMatch(name -> name.trim().equalsIgnoreCase(found.toString()));
  }

  private static TaskResult broken(StageExecution stage, String url, Exception error) {
    String words = "an exception occurred in webhook monitor to " + url + ": " + error;
    return result(stage, ExecutionStatus.TERMINAL, Map.of("error", words));
  }

  /** Keeps what the first call left and replaces what the last look left. */
  private static TaskResult result(StageExecution stage, ExecutionStatus status, Map<String, Object> monitor) {
    Map<String, Object> webhook = new LinkedHashMap<>();
    if (stage.getContext().get("webhook") instanceof Map<?, ?> before) {
      before.forEach((key, value) -> webhook.put(key.toString(), value));
    }
    webhook.put("monitor", monitor);
    return TaskResult.builder(status).context(Map.of("webhook", webhook)).build();
  }

  @Override
  public long getBackoffPeriod() {
    return TimeUnit.SECONDS.toMillis(1);
  }

  @Override
  public long getTimeout() {
    return TimeUnit.HOURS.toMillis(1);
  }
}
