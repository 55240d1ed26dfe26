package dev.eventbus;

import dev.eventbus.ReplayFrom.End;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.ReadListener;
import dev.eventbus.transport.ReadSpec;
import dev.eventbus.transport.Transport;
import dev.eventbus.transport.Transport.Registration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a replay's events to its queue: what is read from the store, each when there is room for it, and, once that
 * has caught up and if no end was set, ephemeral ones as they come.
 */
final class ReplayFlow implements ReadListener, Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    /** How many events may be read ahead of the handlers; a large one takes the room of several. */
    static final int ROOM = 256;

    /** With these, as much is held as one pull brings: 8 MiB. */
    static final int BYTES_OF_ONE = 32 * 1024;

    private final Transport transport;
    private final TopicPattern pattern;
    private final ReplayFrom from;
    private final Intake intake;
    private final ReplayProgress progress;
    private final Semaphore room = new Semaphore(ROOM);
    private final Semaphore liveRoom;
    private final AtomicBoolean dropping = new AtomicBoolean();
    private final CompletableFuture<Registration> reading = new CompletableFuture<>();
    private final AtomicReference<@Nullable Registration> live = new AtomicReference<>();
    // Touched by the reading thread alone.
    private Position last = Position.NONE;

    /** @param liveRoom how many ephemeral events may wait */
    ReplayFlow(Transport transport, TopicPattern pattern, ReplayFrom from, Intake intake, int liveRoom) {
        this.transport = transport;
        this.pattern = pattern;
        this.from = from;
        this.intake = intake;
        this.progress = new ReplayProgress(intake.name());
        this.liveRoom = new Semaphore(liveRoom);
    }

    ReplayProgress progress() {
        return progress;
    }

    /** Begins to read; events may come before this returns. */
    void start() {
        reading.complete(transport.read(new ReadSpec(pattern, from.start(), from.lastPerResource()), this));
    }

    @Override
    public void onEvent(Event event, Topic topic, Position position, Instant storedAt) {
        if (progress.isOver()) {
            return;
        }
        if (endsBefore(position, storedAt)) {
            end();
            return;
        }
        last = position;
        if (pattern.matches(topic)) {
            bring(event, position);
        }
        if (from.end() instanceof End.Sequence(long sequence) && position.sequence() >= sequence) {
            end();
        }
    }

    private boolean endsBefore(Position position, Instant storedAt) {
        return switch (from.end()) {
            case End.Time(Instant instant) -> !storedAt.isBefore(instant);
            case End.Sequence(long sequence) -> position.sequence() > sequence;
            case End.Stored stored -> false;
            case null -> false;
        };
    }

    private void bring(Event event, Position position) {
        int size = Math.min(ROOM, 1 + event.payload().size() / BYTES_OF_ONE);
        try {
            room.acquire(size);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the reading is being closed
        }
        if (progress.isOver()) {
            room.release(size);
            return;
        }
        ReplayedWork.WhenOver counted = progress.brought();
        intake.offer(event, position, handled -> {
            room.release(size);
            counted.over(handled);
        });
    }

    @Override
    public void onCaughtUp(Position last) {
        boolean ends = switch (from.end()) {
            case End.Stored stored -> true;
            case End.Time time -> true;
            case End.Sequence(long sequence) -> last.sequence() >= sequence;
            case null -> false;
        };
        if (from.end() == null) {
            listen();
        }
        progress.caughtUpAt(last);
        if (ends) {
            end();
        }
    }

    private void listen() {
        live.set(transport.listen(pattern, (event, topic, position) -> {
            if (!position.isStored() && pattern.matches(topic)) {
                bringLive(event);
            }
        }));
        if (progress.isOver()) {
            stopListening();
        }
    }

    /** Never waits: the transport's thread has others to serve. */
    private void bringLive(Event event) {
        if (liveRoom.tryAcquire()) {
            dropping.set(false);
            ReplayedWork.WhenOver counted = progress.brought();
            intake.offer(event, Position.NONE, handled -> {
                liveRoom.release();
                counted.over(handled);
            });
        } else if (!dropping.getAndSet(true)) {
            LOG.warn("Dropped an ephemeral event, the queue being full; more may follow replay={}", intake.name());
        }
    }

    @Override
    public void onGap(Position from, Position to) {
        LOG.warn(
                "Events that a replay asked for are no longer stored, if any matched; going on behind them"
                        + " replay={} from={} to={}",
                intake.name(),
                from.sequence(),
                to.sequence());
    }

    @Override
    public void onFailure(EventBusException failure) {
        progress.fail(failure);
        stop();
    }

    /** The end that was set is reached. */
    private void end() {
        progress.caughtUpAt(last);
        progress.end();
        stop();
    }

    private void stop() {
        room.release(ROOM); // whoever waits for room shall see that it is over
        var unused = reading.thenAccept(Registration::close);
        stopListening();
    }

    private void stopListening() {
        Registration listening = live.getAndSet(null);
        if (listening != null) {
            listening.close();
        }
    }

    /** Brings nothing more. */
    @Override
    public void close() {
        progress.end();
        stop();
    }
}
