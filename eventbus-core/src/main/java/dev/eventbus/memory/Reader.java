package dev.eventbus.memory;

import dev.eventbus.Position;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.transport.ReadListener;
import dev.eventbus.transport.ReadSpec;
import dev.eventbus.transport.Transport.Registration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the stream from a position on, and waits at its end for more, on a thread of its own. */
final class Reader implements Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);

    private final Stream stream;
    private final TopicPattern positions;
    private final ReadListener listener;
    private final Thread thread;
    private final Semaphore stored = new Semaphore(0);
    private final long end;
    private final Selection selection;
    private volatile boolean open = true;
    private long cursor;

    Reader(Stream stream, ReadSpec spec, ReadListener listener) {
        this.stream = stream;
        this.positions = spec.pattern().withoutFilters();
        this.listener = listener;
        this.cursor = stream.first(spec.start());
        this.end = stream.last();
        this.selection = spec.lastPerResource() ? Selection.last(stream, spec.pattern(), cursor, end) : Selection.ALL;
        this.thread = Thread.ofVirtual().name("eventbus-read").unstarted(this::read);
    }

    void start() {
        thread.start();
    }

    private void read() {
        try {
            boolean caughtUp = false;
            while (open) {
                if (!caughtUp && cursor > end) {
                    caughtUp = true;
                    guarded(() -> listener.onCaughtUp(new Position(end)));
                } else {
                    next();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next() throws InterruptedException {
        Stored next = stream.at(cursor);
        if (next == null) {
            stored.acquire();
            stored.drainPermits(); // before the next look, so that nothing stored after it is slept over
            return;
        }
        cursor++;
        if (positions.matches(next.topic()) && selection.has(next.position())) {
            guarded(() -> listener.onEvent(next.event(), next.topic(), next.position(), next.at()));
        }
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("Listener threw, and may have missed what it was told", e);
        }
    }

    /** Something was stored. */
    void wake() {
        stored.release();
    }

    @Override
    public void close() {
        open = false;
        wake();
        if (Thread.currentThread() == thread) {
            return; // closed by its own listener, which cannot wait for itself
        }
        thread.interrupt(); // the listener may be waiting for room
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
