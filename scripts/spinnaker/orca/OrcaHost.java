package dxcp.spinnaker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.netflix.spinnaker.fiat.shared.EnableFiatAutoConfig;
import com.netflix.spinnaker.filters.AuthenticatedRequestFilter;
import com.netflix.spinnaker.kork.PlatformComponents;
import com.netflix.spinnaker.orca.config.OrcaConfiguration;
import com.netflix.spinnaker.orca.config.RedisConfiguration;
import com.netflix.spinnaker.orca.front50.config.Front50Configuration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.autoconfigure.groovy.template.GroovyTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.scheduling.annotation.EnableAsync;

/**
 * Runs Orca's published engine (launcher, queue, repository) behind routes of its own: Orca's are not published. There
 * is no login: who may reach it is a matter of the network, here loopback.
 */
@Configuration(proxyBeanMethods = false)
@EnableAsync
@EnableFiatAutoConfig
@EnableAutoConfiguration(exclude = {GroovyTemplateAutoConfiguration.class, RedisAutoConfiguration.class})
@Import({
  PlatformComponents.class,
  OrcaConfiguration.class,
  RedisConfiguration.class,
  Webhooks.class,
  WebhookStage.class,
  CreateWebhookTask.class,
  MonitorWebhookTask.class,
  ManualJudgmentStage.class,
  ManualJudgmentStage.WaitForJudgmentTask.class,
  Definitions.class,
  Executions.class,
  OrcaRoutes.class,
  GateRoutes.class,
  Front50Configuration.class,
  Front50Routes.class
})
// Brings the queue: its configurations live in this package.
@ComponentScan("com.netflix.spinnaker.config")
public class OrcaHost {
  public static void main(String[] args) {
    new SpringApplicationBuilder(OrcaHost.class)
        .properties(Map.of("spring.application.name", "orca", "spring.config.name", "spinnaker,orca"))
        .run(args);
  }

  /** Takes the X-SPINNAKER-* headers of a request as its caller's identity, as the services do. */
  @Bean
  AuthenticatedRequestFilter spinnakerHeaders() {
    return new AuthenticatedRequestFilter(true);
  }

  /** Of the engine's three mappers, the one it keeps executions with also writes the answers. */
  @Bean
  MappingJackson2HttpMessageConverter executionsAsJson(@Qualifier("mapper") ObjectMapper mapper) {
    return new MappingJackson2HttpMessageConverter(mapper);
  }
}
