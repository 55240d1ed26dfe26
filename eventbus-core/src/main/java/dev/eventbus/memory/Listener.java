package dev.eventbus.memory;

import dev.eventbus.Event;
import dev.eventbus.Position;
import dev.eventbus.topic.Topic;
import dev.eventbus.transport.LiveListener;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A live listener that can be closed: afterwards no call to it starts, and those that run have ended. */
final class Listener implements LiveListener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final LiveListener listener;

    /** Calls read, closing writes: closing has to wait for publishers that are in the listener already. */
    private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

    private boolean open = true;

    Listener(LiveListener listener) {
        this.listener = listener;
    }

    @Override
    public void onEvent(Event event, Topic topic, Position position) {
        var unused = offer(event, topic, position);
    }

    /** Whether it was still there to take the event. */
    boolean offer(Event event, Topic topic, Position position) {
        calls.readLock().lock();
        try {
            if (!open) {
                return false;
            }
            listener.onEvent(event, topic, position);
        } catch (RuntimeException e) {
            LOG.error("Live listener threw and missed an event eventId={}", event.id(), e);
        } finally {
            calls.readLock().unlock();
        }
        return true;
    }

    void close() {
        if (calls.getReadHoldCount() > 0) {
            throw new IllegalStateException("a live listener must not close its own registration; hand that over");
        }
        calls.writeLock().lock();
        try {
            open = false;
        } finally {
            calls.writeLock().unlock();
        }
    }
}
