package dev.eventbus.webhook;

import java.time.Duration;

/**
 * The bounds of a {@link WebhookSender}.
 *
 * @param guard which addresses it may connect to
 * @param maxConnections per address, and twice as many callers may wait for one; 1 to 10,000
 * @param connectTimeout for the look-up of the host name, and again for each connection
 * @param userAgent sent unless the endpoint's own headers say otherwise
 */
public record SenderSettings(UrlGuard guard, int maxConnections, Duration connectTimeout, String userAgent) {
    /** How long a connection is kept for the next request; below the 5 s after which common servers close it. */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(4);

    public SenderSettings {
        if (maxConnections < 1 || maxConnections > 10_000) {
            throw new IllegalArgumentException("maxConnections must be 1 to 10000, was " + maxConnections);
        }
        if (connectTimeout.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("connectTimeout must be at least 1 ms, was " + connectTimeout);
        }
    }

    /** A connect timeout of 3 s. */
    public static SenderSettings of(UrlGuard guard, int maxConnections, String userAgent) {
        return new SenderSettings(guard, maxConnections, Duration.ofSeconds(3), userAgent);
    }
}
