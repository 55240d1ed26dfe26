package dev.eventbus.gateway.channels.pull;

import dev.eventbus.gateway.channels.Channel;
import dev.eventbus.webhook.Endpoint;
import dev.eventbus.webhook.Fetched;
import dev.eventbus.webhook.GuardedGet;
import dev.eventbus.webhook.SenderSettings;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookUrl;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks the URL of a channel, with its owner's headers and those of its state. Blocks. */
@ApplicationScoped
class Fetch {
    /** Until the head of the answer is there. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** For each address; one channel takes one. */
    private static final int CONNECTIONS = 1_024;

    private final GuardedGet get;

    Fetch(Vertx vertx, UrlGuard guard) {
        this.get = GuardedGet.create(vertx, SenderSettings.of(guard, CONNECTIONS, "eventbus-gateway/0.1"));
    }

    void stop(@Observes ShutdownEvent stopping) {
        get.close();
    }

    /**
     * @param url the channel's own, perhaps with a cursor
     * @param own they win over the owner's, which cannot have the same names
     */
    Fetched open(Channel channel, String url, Map<String, String> own) throws InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(channel.secrets().headers());
        headers.putAll(own);
        return get.open(new Endpoint(WebhookUrl.parse(url), headers, PATIENCE));
    }
}
