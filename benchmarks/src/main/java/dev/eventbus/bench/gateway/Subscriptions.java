package dev.eventbus.bench.gateway;

import java.net.http.HttpResponse;

/** Webhook subscriptions of the measured workspace, each to events of its own key. */
final class Subscriptions {
    private static final int CONCURRENCY = 10;

    private Subscriptions() {}

    static String eventKey(int number) {
        return "extensions.bench.event" + number;
    }

    static void create(Gateway gateway, int number, String url) throws Exception {
        HttpResponse<String> answer =
                gateway.post("/subscriptions", """
                {"name":"bench %d","eventPattern":"%s","target":{"url":"%s","maxConcurrency":%d}}""".formatted(number, eventKey(number), url, CONCURRENCY));
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    "The gateway took no subscription: " + answer.statusCode() + " " + answer.body());
        }
    }
}
