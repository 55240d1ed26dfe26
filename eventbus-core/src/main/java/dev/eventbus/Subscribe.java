package dev.eventbus;

import dev.eventbus.dispatch.QueueSpec;
import dev.eventbus.dispatch.WorkQueue;
import dev.eventbus.dispatch.WorkerPool;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.Transport;
import dev.eventbus.transport.Transport.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Wires a subscription: its source, the check of its filters, its queue. */
final class Subscribe {
    /** Deliveries beyond the policy's attempts, for those whose handler a crash kept from saying anything. */
    private static final int CRASHES = 10;

    private final Transport transport;
    private final BusSettings settings;
    private final LocalEvents local;
    private final WorkerPool pool;
    private final AtomicLong unnamed = new AtomicLong();
    private final Set<BusSubscription> subscriptions = ConcurrentHashMap.newKeySet();

    Subscribe(Transport transport, BusSettings settings, LocalEvents local, WorkerPool pool) {
        this.transport = transport;
        this.settings = settings;
        this.local = local;
        this.pool = pool;
    }

    Subscription to(SubscribeOptions options, VerdictHandler handler) {
        TopicPattern pattern = options.pattern();
        String durable = options.durableName();
        String name = durable == null ? "subscription-" + unnamed.incrementAndGet() : durable;
        QueueSpec spec = durable == null ? settings.queue(name, options) : settings.durableQueue(name, options);
        WorkQueue queue = pool.open(spec);
        HandlerCall call = new HandlerCall(name, handler, options.retry(), interceptors(options), settings.random());
        Intake intake = new Intake(spec, queue, call, options.orderKey(), giveUp());
        try {
            return added(name, queue, source(options, pattern, intake, durable));
        } catch (RuntimeException e) {
            pool.close(queue, Duration.ZERO);
            throw e;
        }
    }

    private List<Interceptor> interceptors(SubscribeOptions options) {
        return Stream.concat(settings.interceptors().stream(), options.interceptors().stream())
                .toList();
    }

    private GiveUp giveUp() {
        DeadLetterSink own = settings.deadLetters();
        return new GiveUp(own == null ? transport.deadLetterSink() : own, settings.clock());
    }

    private Subscription added(String name, WorkQueue queue, Registration source) {
        BusSubscription[] self = new BusSubscription[1];
        self[0] = new BusSubscription(name, source, queue, pool, () -> closed(self[0]));
        subscriptions.add(self[0]);
        settings.interceptors().forEach(interceptor -> interceptor.opened(self[0]));
        return self[0];
    }

    private void closed(BusSubscription subscription) {
        if (subscriptions.remove(subscription)) {
            settings.interceptors().forEach(interceptor -> interceptor.closed(subscription));
        }
    }

    private Registration source(
            SubscribeOptions options, TopicPattern pattern, Intake intake, @Nullable String durable) {
        if (options.isLocalOnly()) {
            return local.listen(pattern, intake);
        }
        if (durable == null) {
            return transport.listen(pattern, options.groupName(), (event, topic, position) -> {
                if (pattern.matches(topic)) {
                    intake.offerNow(event, position);
                }
            });
        }
        DurableSpec spec = durableSpec(durable, options);
        return transport.consume(spec, delivery -> {
            if (pattern.matches(delivery.topic())) {
                intake.offer(delivery, spec, settings.timer());
            } else {
                delivery.settle(Verdict.ACK);
            }
        });
    }

    private DurableSpec durableSpec(String name, SubscribeOptions options) {
        long maxDeliver = (long) options.retry().maxAttempts() + CRASHES;
        return new DurableSpec(
                name,
                options.pattern(),
                options.start(),
                options.orderKey() != null,
                settings.window(options),
                options.ackWait(),
                (int) Math.min(Integer.MAX_VALUE, maxDeliver));
    }

    List<BusSubscription> all() {
        return List.copyOf(subscriptions);
    }
}
