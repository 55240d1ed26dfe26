package dev.eventbus.forwarder.forward;

import dev.eventbus.forwarder.config.SubscriptionConfig;
import dev.eventbus.nats.AdvisorySweeper;
import dev.eventbus.nats.MessageHandler;
import dev.eventbus.nats.PausedDurables.Pause;
import dev.eventbus.nats.PullLoop;
import dev.eventbus.nats.PullSpec;
import dev.eventbus.webhook.SenderSettings;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookSender;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscription at work, with connections of its own so that no other endpoint can slow it. */
final class RunningSubscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningSubscription.class);

    private final SubscriptionConfig config;
    private final WebhookSender sender;
    private final Throttle throttle;
    private final DeliveryMeters meters;
    private final PullLoop loop;
    private final AdvisorySweeper sweeper;

    /** Of two threads that follow different news, one would leave throttle and loop at odds. */
    private final ReentrantLock following = new ReentrantLock();

    /** @param paused whether it begins paused */
    private RunningSubscription(SubscriptionConfig config, Surroundings around, boolean paused, Consumer<String> gone) {
        this.config = config;
        this.sender = WebhookSender.create(
                around.vertx(),
                SenderSettings.of(UrlGuard.forOperators(), config.pace().maxConcurrency(), around.userAgent()));
        this.throttle = new Throttle(config.name(), config.pace(), around.clock(), System::nanoTime);
        this.meters = new DeliveryMeters(around.registry(), config.name(), throttle);
        NextStep nextStep = new NextStep(config.retry().policy(), config.rules(), around.clock(), around.random());
        if (paused) {
            throttle.pause();
        }
        this.loop = pull(
                around,
                new ForwardWebhook(config, sender, new Aftermath(nextStep, throttle, meters, gone), around.clock()));
        if (paused) {
            loop.pause();
        }
        this.sweeper = AdvisorySweeper.start(around.connection(), ConsumerSpec.of(config));
    }

    /**
     * @param pause why it begins paused, or null
     * @param gone told why, when the endpoint wants no more deliveries
     */
    static RunningSubscription start(
            SubscriptionConfig config, Surroundings around, @Nullable Pause pause, Consumer<String> gone) {
        RunningSubscription started = new RunningSubscription(config, around, pause != null, gone);
        LOG.info(
                "Started a subscription name={} subject={} consumer={} endpoint={} paused={}",
                config.name(),
                config.source().subject(),
                config.source().consumer(),
                config.endpoint().url(),
                pause != null);
        return started;
    }

    private PullLoop pull(Surroundings around, MessageHandler handler) {
        PullSpec spec = ConsumerSpec.of(config);
        return switch (config.source().ordering()) {
            case NONE -> PullLoop.start(around.connection(), spec, throttle, handler);
            case SUBJECT -> PullLoop.startBySubject(around.connection(), spec, throttle, handler);
        };
    }

    SubscriptionConfig config() {
        return config;
    }

    boolean isBound() {
        return loop.isBound();
    }

    /** Stops or goes on pulling, if it is not so already; blocks until the server knows. */
    void follow(@Nullable Pause pause) {
        following.lock();
        try {
            if (pause != null && !throttle.isPaused()) {
                pause(pause);
            } else if (pause == null && throttle.isPaused()) {
                resume();
            }
        } finally {
            following.unlock();
        }
    }

    private void pause(Pause pause) {
        throttle.pause();
        loop.pause();
        LOG.error(
                "Paused a subscription; its messages wait in the stream until it is resumed name={} reason={}",
                config.name(),
                pause.reason());
    }

    private void resume() {
        throttle.resume();
        loop.resume();
        LOG.info("Resumed a subscription name={}", config.name());
    }

    SubscriptionStatus status(@Nullable Pause pause) {
        return new SubscriptionStatus(config, isBound(), meters.inFlight(), throttle.status(), pause);
    }

    /** Stops pulling, waits for the attempts in flight and their acknowledgements, then lets the connections go. */
    @Override
    public void close() {
        loop.close();
        sweeper.close();
        sender.close();
        meters.close();
    }
}
