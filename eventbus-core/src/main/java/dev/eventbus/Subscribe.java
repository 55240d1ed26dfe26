package dev.eventbus;

import dev.eventbus.dispatch.Counts;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Wires a subscription: its source, the check of its filters, its queue. */
final class Subscribe {
    /** Deliveries beyond the policy's attempts, for those whose handler a crash kept from saying anything. */
    private static final int CRASHES = 10;

    /** How long closing waits for running handlers before it interrupts them. */
    private static final Duration GRACE = Duration.ofSeconds(30);

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
        HandlerCall call = call(name, options, handler);
        if (options.isInline()) {
            InlineCall inline = new InlineCall(call, giveUp());
            return added(name, local.listen(pattern, inline), inline::counts, () -> {});
        }
        QueueSpec spec = durable == null ? settings.queue(name, options) : settings.durableQueue(name, options);
        WorkQueue queue = pool.open(spec);
        Intake intake = new Intake(spec, queue, call, options.orderKey(), giveUp());
        try {
            Registration source = source(options, pattern, intake, durable);
            return added(name, source, queue::counts, () -> pool.close(queue, GRACE));
        } catch (RuntimeException e) {
            pool.close(queue, Duration.ZERO);
            throw e;
        }
    }

    /** One lane for all unless the options say otherwise, so that whatever is tried again holds up its successors. */
    Replay replay(ReplayFrom from, SubscribeOptions options, VerdictHandler handler) {
        requireReplayable(options);
        TopicPattern pattern = options.pattern();
        String name = "replay-" + unnamed.incrementAndGet();
        QueueSpec spec = settings.replayQueue(name, options);
        WorkQueue queue = pool.open(spec);
        HandlerCall call = call(name, options, handler);
        boolean oneByOne = options.orderKey() == null && spec.concurrency() == 1;
        Intake intake = new Intake(spec, queue, call, oneByOne ? event -> "" : options.orderKey(), giveUp());
        ReplayFlow flow = new ReplayFlow(
                transport, pattern, from, intake, settings.queue(name, options).capacity());
        return BusReplay.start(added(name, flow, queue::counts, () -> pool.close(queue, GRACE)), flow);
    }

    private static void requireReplayable(SubscribeOptions options) {
        if (options.durableName() != null || options.isLocalOnly() || options.groupName() != null) {
            throw new IllegalArgumentException("a replay reads the store for itself alone and remembers nothing: it"
                    + " must not be durable, localOnly or of a group; was durable=" + options.durableName()
                    + " localOnly=" + options.isLocalOnly() + " group=" + options.groupName()
                    + ". For a position that is kept, subscribe with durable(name) and from(start).");
        }
    }

    private HandlerCall call(String name, SubscribeOptions options, VerdictHandler handler) {
        Duration timeout = options.timeout();
        return new HandlerCall(
                name,
                timeout == null ? handler : new TimeLimit(handler, name, timeout, settings.timer()),
                options.isInline() ? options.retry().once() : options.retry(),
                interceptors(options),
                settings.random());
    }

    private List<Interceptor> interceptors(SubscribeOptions options) {
        return Stream.concat(settings.interceptors().stream(), options.interceptors().stream())
                .toList();
    }

    private GiveUp giveUp() {
        DeadLetterSink own = settings.deadLetters();
        return new GiveUp(own == null ? transport.deadLetterSink() : own, settings.clock());
    }

    private BusSubscription added(String name, Registration source, Supplier<Counts> counts, Runnable end) {
        BusSubscription[] self = new BusSubscription[1];
        self[0] = new BusSubscription(name, source, counts, () -> {
            end.run();
            closed(self[0]);
        });
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
        return transport.consume(durableSpec(durable, options), delivery -> {
            if (pattern.matches(delivery.topic())) {
                intake.offer(delivery, new KeepAlive(delivery, settings.timer(), options.ackWait()));
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
                options.concurrencyOr(settings.workers()),
                options.ackWait(),
                (int) Math.min(Integer.MAX_VALUE, maxDeliver));
    }

    List<BusSubscription> all() {
        return List.copyOf(subscriptions);
    }
}
