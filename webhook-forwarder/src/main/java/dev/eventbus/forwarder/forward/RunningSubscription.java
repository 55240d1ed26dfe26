package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.PullLoop;
import dev.eventbus.webhook.SenderSettings;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscription at work, with connections of its own so that no other endpoint can slow it. */
final class RunningSubscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningSubscription.class);

    private final SubscriptionConfig config;
    private final WebhookSender sender;
    private final DeliveryMeters meters;
    private final PullLoop loop;

    private RunningSubscription(SubscriptionConfig config, WebhookSender sender, DeliveryMeters meters, PullLoop loop) {
        this.config = config;
        this.sender = sender;
        this.meters = meters;
        this.loop = loop;
    }

    static RunningSubscription start(SubscriptionConfig config, Surroundings around) {
        WebhookSender sender = WebhookSender.create(
                around.vertx(),
                SenderSettings.of(UrlGuard.forOperators(), config.pace().maxConcurrency(), around.userAgent()));
        NextStep nextStep = new NextStep(config.retry().policy(), config.rules(), around.clock(), around.random());
        DeliveryMeters meters = new DeliveryMeters(around.registry(), config.name());
        PullLoop loop = PullLoop.start(
                around.connection(),
                ConsumerSpec.of(config),
                new ForwardWebhook(config, sender, nextStep, meters, around.clock()));
        LOG.info(
                "Started a subscription name={} subject={} consumer={} endpoint={}",
                config.name(),
                config.source().subject(),
                config.source().consumer(),
                config.endpoint().url());
        return new RunningSubscription(config, sender, meters, loop);
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
        loop.close();
        sender.close();
        meters.close();
    }
}
