package dxcp.spinnaker;

import com.netflix.spinnaker.orca.config.UserConfiguredUrlRestrictions;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.OkHttp3ClientHttpRequestFactory;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

/** Makes the calls of webhook stages, by the client library and under the address rules that Orca has for them. */
@Component
class Webhooks {
  private static final int TOO_MANY_REQUESTS = 429;
  private final RestTemplate http;
  private final UserConfiguredUrlRestrictions restrictions;

  Webhooks(UserConfiguredUrlRestrictions restrictions) {
    this.restrictions = restrictions;
    var limits = restrictions.getHttpClientProperties();
    var requests = new OkHttp3ClientHttpRequestFactory();
    requests.setConnectTimeout(limits.getTimeoutMillis());
    requests.setReadTimeout(limits.getTimeoutMillis());
    http = new RestTemplate(requests);
    // What is not JSON is kept as text.
    http.getMessageConverters()
        .add(
            new StringHttpMessageConverter() {
              @Override
              public boolean supports(Class<?> type) {
                return type == Object.class;
              }
            });
  }

  ResponseEntity<Object> call(String method, String url, Object payload, Object customHeaders) {
    HttpHeaders headers = new HttpHeaders();
    if (customHeaders instanceof Map<?, ?> given) {
      given.forEach((name, value) -> headers.add(name.toString(), value.toString()));
    }
    return http.exchange(
        restrictions.validateURI(url),
        HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
        new HttpEntity<>(payload, headers),
        Object.class);
  }

  /** Whether the same call may be answered otherwise later. */
  static boolean passes(HttpStatus status) {
    return status.is5xxServerError() || status.value() == TOO_MANY_REQUESTS;
  }

  static boolean isUnknownHost(Exception error) {
    return error instanceof UnknownHostException || error.getCause() instanceof UnknownHostException;
  }
}
