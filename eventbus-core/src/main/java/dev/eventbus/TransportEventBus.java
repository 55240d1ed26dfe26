package dev.eventbus;

import dev.eventbus.dispatch.WorkerPool;
import dev.eventbus.topic.Topic;
import dev.eventbus.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** The bus: local-only subscriptions first, then the transport. */
final class TransportEventBus implements EventBus {
    private static final Duration DRAIN_AT_CLOSE = Duration.ofSeconds(30);

    private final Transport transport;
    private final BusSettings settings;
    private final MakeEvent make;
    private final LocalEvents local = new LocalEvents();
    private final WorkerPool pool;
    private final Subscribe subscribe;
    private final Interceptor.Publishing publishing;
    private final AtomicBoolean closed = new AtomicBoolean();

    TransportEventBus(Transport transport, BusSettings settings) {
        this.transport = transport;
        this.settings = settings;
        this.make = new MakeEvent(
                settings.clock(),
                settings.random(),
                () -> transport.capabilities().maxEventBytes());
        this.pool = new WorkerPool(settings.timer());
        this.publishing = Interceptors.around(this::publishNow, settings.interceptors());
        this.subscribe = new Subscribe(transport, settings, local, pool);
    }

    @Override
    public CompletionStage<Published> publish(
            EventContext context, String eventKey, EventDraft draft, Durability durability) {
        return publish(make.from(context, eventKey, draft), durability);
    }

    @Override
    public CompletionStage<Published> publish(Event event, Durability durability) {
        requireOpen();
        return publishing.publish(event, durability);
    }

    private CompletionStage<Published> publishNow(Event event, Durability durability) {
        make.requireFits(event);
        Topic topic = event.topic();
        List<String> refused = local.offer(event, topic);
        CompletionStage<Published> published = transport.publish(event, topic, durability);
        return refused.isEmpty() ? published : published.thenCompose(done -> refusal(done, refused));
    }

    @Override
    public List<String> publishLocal(Event event, Topic topic) {
        requireOpen();
        return local.offer(event, topic);
    }

    /** The event is out; the publisher still has to know who missed it. */
    private static CompletionStage<Published> refusal(Published published, List<String> refused) {
        return CompletableFuture.failedFuture(new EventBusException("Event was published, but the queues of local"
                + " subscriptions " + refused + " are full and refused it (topic=" + published.topic() + ", eventId="
                + published.eventId() + "). Slow down, or give them more room or another overflow policy."));
    }

    @Override
    public Subscription subscribe(SubscribeOptions options, EventHandler handler) {
        return subscribe(options, (event, attempt) -> {
            handler.handle(event);
            return Verdict.ACK;
        });
    }

    @Override
    public Subscription subscribe(SubscribeOptions options, VerdictHandler handler) {
        requireOpen();
        return subscribe.to(options, handler);
    }

    @Override
    public Replay replay(ReplayFrom from, SubscribeOptions options, EventHandler handler) {
        return replay(from, options, (event, attempt) -> {
            handler.handle(event);
            return Verdict.ACK;
        });
    }

    @Override
    public Replay replay(ReplayFrom from, SubscribeOptions options, VerdictHandler handler) {
        requireOpen();
        return subscribe.replay(from, options, handler);
    }

    @Override
    public boolean drain(Duration timeout) {
        subscribe.all().forEach(BusSubscription::stop);
        return pool.drain(timeout);
    }

    /** Sources first, then their work, then what the work may still publish through, then the clockwork. */
    @Override
    public void close() {
        if (closed.get()) {
            return;
        }
        drain(DRAIN_AT_CLOSE);
        if (closed.compareAndSet(false, true)) {
            pool.close();
            transport.close();
            settings.timer().close();
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new EventBusException("The bus is closed. Make a new one.");
        }
    }
}
