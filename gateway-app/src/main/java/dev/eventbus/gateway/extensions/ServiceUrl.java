package dev.eventbus.gateway.extensions;

import dev.eventbus.webhook.WebhookUrl;

/** The base URL of an external service, and where its events go below it. */
final class ServiceUrl {
    private static final int MAX_LENGTH = 2_000;

    private ServiceUrl() {}

    /** The base URL itself, or an {@link IllegalArgumentException} that says what is wrong with it. */
    static String require(String base) {
        if (base.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "serviceBaseUrl must be at most " + MAX_LENGTH + " characters, was " + base.length());
        }
        if (base.indexOf('?') >= 0) {
            throw new IllegalArgumentException("serviceBaseUrl must have no query: /events is put behind it");
        }
        WebhookUrl.parse(base);
        return base;
    }

    static WebhookUrl events(String base) {
        return WebhookUrl.parse((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/events");
    }
}
