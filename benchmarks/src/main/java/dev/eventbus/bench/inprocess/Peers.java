package dev.eventbus.bench.inprocess;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import dev.eventbus.Event;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.engio.mbassy.bus.MBassador;
import net.engio.mbassy.bus.config.BusConfiguration;
import net.engio.mbassy.bus.config.Feature;
import net.engio.mbassy.bus.config.IBusConfiguration;
import org.jspecify.annotations.Nullable;

/** Peers that take more than a few lines to set up. */
final class Peers {
    private Peers() {}

    static QueuedBus mbassador(List<Event> events, Consumer<Event> handler, int workers, int capacity) {
        IBusConfiguration configuration = new BusConfiguration()
                .addFeature(Feature.SyncPubSub.Default())
                .addFeature(Feature.AsynchronousHandlerInvocation.Default())
                .addFeature(Feature.AsynchronousMessageDispatch.Default()
                        .setNumberOfMessageDispatchers(workers)
                        .setMessageQueue(new ArrayBlockingQueue<>(capacity)))
                .addPublicationErrorHandler(error -> {});
        MBassador<Event> bus = new MBassador<>(configuration);
        bus.subscribe(new InlineEngine.MBassadorListener(handler));
        return QueuedBus.of(i -> bus.publishAsync(events.get(i)), bus::shutdown);
    }

    static QueuedBus disruptor(List<Event> events, Consumer<Event> handler, int workers, int capacity) {
        Disruptor<Slot> disruptor = new Disruptor<>(
                Slot::new,
                capacity,
                Thread.ofPlatform().daemon().factory(),
                ProducerType.MULTI,
                new BlockingWaitStrategy());
        for (int worker = 0; worker < workers; worker++) {
            disruptor.handleEventsWith(mine(worker, workers, handler));
        }
        disruptor.start();
        return QueuedBus.of(
                i -> disruptor.getRingBuffer().publishEvent((slot, sequence) -> slot.event = events.get(i)),
                disruptor::halt);
    }

    private static EventHandler<Slot> mine(int worker, int workers, Consumer<Event> handler) {
        return (slot, sequence, endOfBatch) -> {
            Event event = slot.event;
            if (event != null && Math.floorMod(event.resourceId().hashCode(), workers) == worker) {
                handler.accept(event);
            }
        };
    }

    /** A place in the ring. */
    private static final class Slot {
        @Nullable
        Event event;
    }

    static QueuedBus vertx(List<Event> events, Consumer<Event> handler, int workers, int capacity) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(workers));
        vertx.eventBus().registerDefaultCodec(Event.class, new ByReference());
        Semaphore room = new Semaphore(capacity);
        for (int worker = 0; worker < workers; worker++) {
            vertx.eventBus().<Event>localConsumer(Events.KEY, message -> {
                handler.accept(message.body());
                room.release();
            });
        }
        DeliveryOptions local = new DeliveryOptions().setLocalOnly(true);
        return QueuedBus.of(
                i -> {
                    room.acquireUninterruptibly();
                    vertx.eventBus().send(Events.KEY, events.get(i), local);
                },
                () -> close(vertx));
    }

    private static void close(Vertx vertx) {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("Vert.x did not close", e);
        }
    }

    /** Events are immutable, so they stay what they are. */
    private static final class ByReference implements MessageCodec<Event, Event> {
        @Override
        public void encodeToWire(Buffer buffer, Event event) {
            throw new UnsupportedOperationException("local only");
        }

        @Override
        public Event decodeFromWire(int position, Buffer buffer) {
            throw new UnsupportedOperationException("local only");
        }

        @Override
        public Event transform(Event event) {
            return event;
        }

        @Override
        public String name() {
            return "by-reference";
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
