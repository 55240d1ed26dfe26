package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.AdvisorySweeper;
import dev.eventbus.nats.PullLoop;
import dev.eventbus.nats.PullSpec;
import dev.eventbus.webhook.SenderSettings;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookSender;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscription at work, with connections of its own so that no other endpoint can slow it. */
final class RunningSubscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningSubscription.class);

    /** Messages waiting for their next attempt that do not keep others from their first. */
    private static final int PARKING_ROOM = 1_000;

    private final SubscriptionConfig config;
    private final WebhookSender sender;
    private final DeliveryMeters meters;
    private final PullLoop loop;
    private final AdvisorySweeper sweeper;

    private RunningSubscription(
            SubscriptionConfig config,
            WebhookSender sender,
            DeliveryMeters meters,
            PullLoop loop,
            AdvisorySweeper sweeper) {
        this.config = config;
        this.sender = sender;
        this.meters = meters;
        this.loop = loop;
        this.sweeper = sweeper;
    }

    static RunningSubscription start(SubscriptionConfig config, Surroundings around) {
        WebhookSender sender = WebhookSender.create(
                around.vertx(),
                SenderSettings.of(UrlGuard.forOperators(), config.pace().maxConcurrency(), around.userAgent()));
        NextStep nextStep = new NextStep(config.retry().policy(), config.rules(), around.clock(), around.random());
        DeliveryMeters meters = new DeliveryMeters(around.registry(), config.name());
        PullLoop loop = PullLoop.start(
                around.connection(),
                pullSpec(config),
                new ForwardWebhook(config, sender, nextStep, meters, around.clock()));
        LOG.info(
                "Started a subscription name={} subject={} consumer={} endpoint={}",
                config.name(),
                config.source().subject(),
                config.source().consumer(),
                config.endpoint().url());
        AdvisorySweeper sweeper = AdvisorySweeper.start(around.connection(), pullSpec(config));
        return new RunningSubscription(config, sender, meters, loop, sweeper);
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
                config.retry().policy().maxAttempts(),
                PARKING_ROOM);
    }

    SubscriptionConfig config() {
        return config;
    }

    boolean isBound() {
        return loop.isBound();
    }

    /** Stops pulling, waits for the attempts in flight and their acknowledgements, then lets the connections go. */
    @Override
    public void close() {
        sweeper.close();
        loop.close();
        sender.close();
        meters.close();
    }
}
