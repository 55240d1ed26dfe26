package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.PullLoop;
import dev.eventbus.nats.PullSpec;
import dev.eventbus.webhook.SenderSettings;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookSender;
import java.util.List;

/** One subscription at work, with connections of its own so that no other endpoint can slow it. */
final class RunningSubscription implements AutoCloseable {
    /** Messages waiting for their next attempt that do not keep others from their first. */
    private static final int PARKING_ROOM = 1_000;

    private final String name;
    private final WebhookSender sender;
    private final PullLoop loop;

    private RunningSubscription(String name, WebhookSender sender, PullLoop loop) {
        this.name = name;
        this.sender = sender;
        this.loop = loop;
    }

    static RunningSubscription start(SubscriptionConfig config, Surroundings around) {
        WebhookSender sender = WebhookSender.create(
                around.vertx(),
                SenderSettings.of(UrlGuard.forOperators(), config.pace().maxConcurrency(), around.userAgent()));
        NextStep nextStep = new NextStep(config.retry(), config.rules(), around.clock(), around.random());
        DeliveryMeters meters = new DeliveryMeters(around.registry(), config.name());
        PullLoop loop = PullLoop.start(
                around.connection(),
                pullSpec(config),
                new ForwardWebhook(config, sender, nextStep, meters, around.clock()));
        return new RunningSubscription(config.name(), sender, loop);
    }

    private static PullSpec pullSpec(SubscriptionConfig config) {
        return new PullSpec(
                config.source().stream(),
                config.source().consumer(),
                config.name(),
                List.of(config.source().subject()),
                config.source().start(),
                config.pace().maxConcurrency(),
                config.pace().ackWait(),
                config.retry().maxAttempts(),
                PARKING_ROOM);
    }

    String name() {
        return name;
    }

    boolean isBound() {
        return loop.isBound();
    }

    /** Stops pulling, waits for the attempts in flight and their acknowledgements, then lets the connections go. */
    @Override
    public void close() {
        loop.close();
        sender.close();
    }
}
