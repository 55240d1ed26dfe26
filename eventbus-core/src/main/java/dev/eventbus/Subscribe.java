package dev.eventbus;

import dev.eventbus.dispatch.QueueSpec;
import dev.eventbus.dispatch.WorkQueue;
import dev.eventbus.dispatch.WorkerPool;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Wires a subscription: its source, its queue, its handler and what stands around that. */
final class Subscribe {
    /** How long closing waits for running handlers before it interrupts them. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Transport transport;
    private final BusSettings settings;
    private final LocalEvents local;
    private final Sources sources;
    private final WorkerPool pool;
    private final AtomicLong unnamed = new AtomicLong();
    private final Set<BusSubscription> subscriptions = ConcurrentHashMap.newKeySet();

    Subscribe(Transport transport, BusSettings settings, LocalEvents local, WorkerPool pool) {
        this.transport = transport;
        this.settings = settings;
        this.local = local;
        this.sources = new Sources(transport, settings, local);
        this.pool = pool;
    }

    Subscription to(SubscribeOptions options, VerdictHandler handler) {
        TopicPattern pattern = options.pattern();
        String durable = options.durableName();
        String name = durable == null ? generatedName(options) : durable;
        HandlerCall call = call(name, options, handler);
        if (options.isInline()) {
            InlineCall inline = new InlineCall(call, giveUp());
            return added(new BusSubscription(name, local.listen(pattern, inline), inline::counts, () -> {}), options);
        }
        QueueSpec spec = durable == null ? settings.queue(name, options) : settings.durableQueue(name, options);
        WorkQueue queue = pool.open(spec);
        Intake intake = new Intake(spec, queue, call, options.orderKey(), giveUp());
        try {
            return added(
                    new BusSubscription(name, sources.open(options, intake), queue::counts, ending(queue)), options);
        } catch (RuntimeException e) {
            pool.close(queue, Duration.ZERO);
            throw e;
        }
    }

    /** One lane for all unless the options say otherwise, so that whatever is tried again holds up its successors. */
    Replay replay(ReplayFrom from, SubscribeOptions options, VerdictHandler handler) {
        requireReplayable(options);
        TopicPattern pattern = options.pattern();
        String name = "replay#" + unnamed.incrementAndGet();
        QueueSpec spec = settings.replayQueue(name, options);
        WorkQueue queue = pool.open(spec);
        boolean oneByOne = options.orderKey() == null && spec.concurrency() == 1;
        Intake intake = new Intake(
                spec, queue, call(name, options, handler), oneByOne ? event -> "" : options.orderKey(), giveUp());
        ReplayFlow flow = new ReplayFlow(
                transport, pattern, from, intake, settings.queue(name, options).capacity());
        return BusReplay.start(added(new BusSubscription(name, flow, queue::counts, ending(queue)), options), flow);
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

    /** What stands before the {@code #} is the same at every start, see {@link Subscription#stableName}. */
    private String generatedName(SubscribeOptions options) {
        String kind = options.isLocalOnly() ? "local" : Objects.requireNonNullElse(options.groupName(), "live");
        return kind + "#" + unnamed.incrementAndGet();
    }

    private Runnable ending(WorkQueue queue) {
        return () -> pool.close(queue, GRACE);
    }

    private BusSubscription added(BusSubscription subscription, SubscribeOptions options) {
        List<Interceptor> interceptors = interceptors(options);
        subscription.onClosed(() -> closed(subscription, interceptors));
        subscriptions.add(subscription);
        interceptors.forEach(interceptor -> interceptor.opened(subscription));
        return subscription;
    }

    private void closed(BusSubscription subscription, List<Interceptor> interceptors) {
        if (subscriptions.remove(subscription)) {
            interceptors.forEach(interceptor -> interceptor.closed(subscription));
        }
    }

    List<BusSubscription> all() {
        return List.copyOf(subscriptions);
    }
}
