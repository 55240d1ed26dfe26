package dev.eventbus.webhook;

import java.time.Duration;
import java.util.Map;

/**
 * Where deliveries go, with what headers and within what time. Header values are secrets: they never show up in
 * {@link #toString}.
 *
 * @param headers sent with every request; they win over the content's own headers of the same name
 * @param timeout for the whole attempt: look-up, connection, request, answer and its body; 1 ms to 5 minutes
 */
public record Endpoint(WebhookUrl url, Map<String, String> headers, Duration timeout) {
    public static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);

    public Endpoint {
        headers = Headers.checked(headers);
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout must be 1 ms to 5 minutes, was " + timeout);
        }
    }

    @Override
    public String toString() {
        return "Endpoint[url=" + url + ", headers=" + headers.keySet() + ", timeout=" + timeout + "]";
    }
}
