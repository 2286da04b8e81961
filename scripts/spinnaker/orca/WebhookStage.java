package dxcp.spinnaker;

import com.netflix.spinnaker.orca.api.pipeline.graph.StageDefinitionBuilder;
import com.netflix.spinnaker.orca.api.pipeline.graph.TaskNode;
import com.netflix.spinnaker.orca.api.pipeline.models.StageExecution;
import com.netflix.spinnaker.orca.pipeline.tasks.WaitTask;
import org.springframework.stereotype.Component;

/**
 * The stage `webhook`: calls an address and, with `waitForCompletion`, asks another one until it is done. Ours, as the
 * module that has Orca's is not published; it leaves the same keys in the same places.
 */
@Component
class WebhookStage implements StageDefinitionBuilder {
  @Override
  public void taskGraph(StageExecution stage, TaskNode.Builder builder) {
    builder.withTask("createWebhook", CreateWebhookTask.class);
    if (!Boolean.TRUE.equals(stage.getContext().get("waitForCompletion"))) return;
    if (stage.getContext().get("waitBeforeMonitor") instanceof Number pause && pause.intValue() > 0) {
      stage.getContext().putIfAbsent("waitTime", pause);
      builder.withTask("waitBeforeMonitorWebhook", WaitTask.class);
    }
    builder.withTask("monitorWebhook", MonitorWebhookTask.class);
  }
}
