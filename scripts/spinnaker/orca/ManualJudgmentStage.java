package dxcp.spinnaker;

import com.netflix.spinnaker.orca.api.pipeline.OverridableTimeoutRetryableTask;
import com.netflix.spinnaker.orca.api.pipeline.TaskResult;
import com.netflix.spinnaker.orca.api.pipeline.graph.StageDefinitionBuilder;
import com.netflix.spinnaker.orca.api.pipeline.graph.TaskNode;
import com.netflix.spinnaker.orca.api.pipeline.models.StageExecution;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * The stage `manualJudgment`: waits until somebody patches `judgmentStatus` to `continue` or `stop`. Ours, as the module
 * that has Orca's is not published: without notifications and without roles.
 */
@Component
class ManualJudgmentStage implements StageDefinitionBuilder {
  @Override
  public void taskGraph(StageExecution stage, TaskNode.Builder builder) {
    builder.withTask("waitForJudgment", WaitForJudgmentTask.class);
  }

  @Override
  public void prepareStageForRestart(StageExecution stage) {
    stage.getContext().keySet().removeAll(Set.of("judgmentStatus", "lastModifiedBy"));
  }

  @Component
  static class WaitForJudgmentTask implements OverridableTimeoutRetryableTask {
    @Override
    public TaskResult execute(StageExecution stage) {
      Object status = stage.getContext().getOrDefault("judgmentStatus", "");
      return switch (String.valueOf(status).toLowerCase(Locale.ROOT)) {
        case "continue" -> TaskResult.SUCCEEDED;
        case "stop" -> TaskResult.TERMINAL;
        default -> TaskResult.RUNNING;
      };
    }

    @Override
    public long getBackoffPeriod() {
      return TimeUnit.SECONDS.toMillis(15);
    }

    @Override
    public long getTimeout() {
      return TimeUnit.DAYS.toMillis(3);
    }
  }
}
