package dev.eventbus.gateway.subscriptions;

import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.webhook.Endpoint;
import dev.eventbus.webhook.WebhookUrl;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a subscription's events go.
 *
 * @param url as written; checked
 * @param headers their values are secrets
 * @param timeout for each attempt, 1 to 60 seconds
 * @param maxConcurrency attempts at a time on each replica, 1 to 100
 */
record Destination(String url, Map<String, String> headers, Signing signing, Duration timeout, int maxConcurrency) {
    /** What answers show in place of a header's value; in a request it stands for the stored one. */
    static final String HIDDEN = "***";

    Endpoint endpoint() {
        return new Endpoint(WebhookUrl.parse(url), headers, timeout);
    }

    boolean isSigned() {
        return signing == Signing.STANDARD_WEBHOOKS;
    }

    Destination withHeaders(Map<String, String> headers) {
        return new Destination(url, headers, signing, timeout, maxConcurrency);
    }

    /**
     * With the stored values in place of those that were left hidden. They are not passed on to another host: whoever
     * may write a subscription may not read its secrets.
     */
    Destination withKeptHeaders(Destination stored) {
        boolean sameServer = isSameServer(WebhookUrl.parse(url), WebhookUrl.parse(stored.url));
        Map<String, String> whole = new LinkedHashMap<>(headers);
        whole.replaceAll((name, value) -> {
            String known = stored.headers.get(name);
            if (!value.equals(HIDDEN)) {
                return value;
            }
            if (known == null || !sameServer) {
                throw refused(
                        name,
                        known == null ? "there is no stored one" : "the stored one is for another scheme or host");
            }
            return known;
        });
        return withHeaders(whole);
    }

    void requireNoKeptHeaders() {
        headers.forEach((name, value) -> {
            if (value.equals(HIDDEN)) {
                throw refused(name, "there is no stored one");
            }
        });
    }

    private static boolean isSameServer(WebhookUrl one, WebhookUrl other) {
        return one.tls() == other.tls() && one.host().equals(other.host()) && one.port() == other.port();
    }

    private static ProblemException refused(String name, String why) {
        String field = "target.headers." + name;
        return new ProblemException(
                Problem.invalid(field, field + " must be given as a value, not as " + HIDDEN + ": " + why));
    }

    @Override
    public String toString() {
        return "Destination[" + endpoint() + "]";
    }
}
