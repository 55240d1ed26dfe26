package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import dev.eventbus.Position;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.ReadListener;
import io.nats.client.Message;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener what was read: only what is an event and matches, and nothing more once it is stopped. */
final class ReadCalls {
    private static final Logger LOG = LoggerFactory.getLogger(NatsTransport.class);

    private final TopicPattern positions;
    private final ReadListener listener;
    // Guards the two below: stopping interrupts the listener, and nothing else its thread may be doing.
    private final ReentrantLock lock = new ReentrantLock();
    private boolean stopped;
    private boolean calling;
    // Touched by the reading thread alone.
    private boolean malformed;

    ReadCalls(TopicPattern pattern, ReadListener listener) {
        this.positions = pattern.withoutFilters();
        this.listener = listener;
    }

    void event(ReadStep.Got got) {
        Message message = got.message();
        try {
            StoredEvent stored = StoredEvent.of(message.getSubject(), message.getData());
            malformed = false;
            if (positions.matches(stored.topic())) { // filters may be coarser than the pattern
                call(() ->
                        listener.onEvent(stored.event(), stored.topic(), new Position(got.sequence()), got.storedAt()));
            }
        } catch (IllegalArgumentException e) {
            if (!malformed) {
                LOG.warn(
                        "Passed over a stored message that is no event; more may follow subject={} sequence={} error={}",
                        message.getSubject(),
                        got.sequence(),
                        e.getMessage());
            }
            malformed = true;
        }
    }

    void gap(long from, long to) {
        call(() -> listener.onGap(new Position(from), new Position(to)));
    }

    void caughtUp(long end) {
        call(() -> listener.onCaughtUp(new Position(end)));
    }

    void failure(EventBusException failure) {
        call(() -> listener.onFailure(failure));
    }

    private void call(Runnable call) {
        if (!enter()) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("A listener to the store threw, and may have missed what it was told", e);
        } finally {
            leave();
        }
    }

    private boolean enter() {
        lock.lock();
        try {
            calling = !stopped;
            return calling;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            calling = false;
            var unused = Thread.interrupted(); // meant for the listener
        } finally {
            lock.unlock();
        }
    }

    /** No further call starts; one that runs is interrupted, for it may be waiting for room. */
    void stop(Thread reading) {
        lock.lock();
        try {
            stopped = true;
            if (calling && reading != Thread.currentThread()) {
                reading.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
