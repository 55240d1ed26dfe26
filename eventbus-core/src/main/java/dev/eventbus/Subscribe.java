package dev.eventbus;

import dev.eventbus.dispatch.QueueSpec;
import dev.eventbus.dispatch.WorkQueue;
import dev.eventbus.dispatch.WorkerPool;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.DeliverySink;
import dev.eventbus.transport.DurableSpec;
import dev.eventbus.transport.Transport;
import dev.eventbus.transport.Transport.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
        String name = durable == null ? generatedName(options) : durable;
        QueueSpec spec = durable == null ? settings.queue(name, options) : settings.durableQueue(name, options);
        WorkQueue queue = pool.open(spec);
        List<Interceptor> interceptors = interceptors(options);
        HandlerCall call = new HandlerCall(name, handler, options.retry(), interceptors, settings.random());
        Intake intake = new Intake(spec, queue, call, options.orderKey(), giveUp());
        try {
            return added(name, queue, source(options, pattern, intake, durable), interceptors);
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

    /** What stands before the {@code #} is the same at every start, see {@link Subscription#stableName}. */
    private String generatedName(SubscribeOptions options) {
        String kind = options.isLocalOnly() ? "local" : Objects.requireNonNullElse(options.groupName(), "live");
        return kind + "#" + unnamed.incrementAndGet();
    }

    private Subscription added(String name, WorkQueue queue, Registration source, List<Interceptor> interceptors) {
        BusSubscription[] self = new BusSubscription[1];
        self[0] = new BusSubscription(name, source, queue, pool, () -> closed(self[0], interceptors));
        subscriptions.add(self[0]);
        interceptors.forEach(interceptor -> interceptor.opened(self[0]));
        return self[0];
    }

    private void closed(BusSubscription subscription, List<Interceptor> interceptors) {
        if (subscriptions.remove(subscription)) {
            interceptors.forEach(interceptor -> interceptor.closed(subscription));
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
        return consume(durableSpec(durable, options), delivery -> {
            if (pattern.matches(delivery.topic())) {
                intake.offer(delivery, new KeepAlive(delivery, settings.timer(), options.ackWait()));
            } else {
                delivery.settle(Verdict.ACK);
            }
        });
    }

    /** With a sink of the bus's own, dead letters never reach the transport. */
    private Registration consume(DurableSpec spec, DeliverySink intake) {
        DeadLetterSink own = settings.deadLetters();
        if (own == null) {
            return transport.consume(spec, intake);
        }
        FirstFailures failures = new FirstFailures(settings.clock());
        return transport.consume(
                spec, delivery -> intake.accept(new SinkDelivery(delivery, spec.name(), own, failures)));
    }

    private DurableSpec durableSpec(String name, SubscribeOptions options) {
        long maxDeliver = (long) options.retry().maxAttempts() + CRASHES;
        return new DurableSpec(
                name,
                options.pattern(),
                options.start(),
                options.orderKey() != null,
                options.concurrencyOr(settings.workers()),
                options.ackWait(),
                (int) Math.min(Integer.MAX_VALUE, maxDeliver));
    }

    List<BusSubscription> all() {
        return List.copyOf(subscriptions);
    }
}
