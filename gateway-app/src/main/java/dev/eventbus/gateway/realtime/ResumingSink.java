package dev.eventbus.gateway.realtime;

import dev.eventbus.Position;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells one client each stored event once and in order, whether it comes from the store or from the feed.
 *
 * <pre>
 *   catching up: what comes waits, what is stored is told ──{@link #goLive}──▶ live: told as it comes
 *        ▲─────────────────────── {@link #down}, {@link #up} ───────────────────────┘
 * </pre>
 */
final class ResumingSink implements EventSink {
    /** How much may wait while it catches up, in characters; of what is more only stored events are told. */
    static final int MAX_WAITING = 1 << 19;

    private final Outbound outbound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int waitingSize;
    private long last;
    private boolean isLive;
    private boolean isDown;
    private boolean isCatchingUp;
    private boolean hasMissed;

    /** @param after what the client has heard of already */
    ResumingSink(Outbound outbound, Position after) {
        this.outbound = outbound;
        this.last = after.sequence();
    }

    private record Waiting(Position position, String frame) {}

    @Override
    public void take(List<String> refs, Position position, String event) {
        String frame = SseFrame.event(position, event);
        lock.lock();
        try {
            if (isLive) {
                tell(position, frame);
            } else if (waitingSize + frame.length() > MAX_WAITING) {
                hasMissed = true;
            } else {
                waitingSize += frame.length();
                waiting.add(new Waiting(position, frame));
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell(Position position, String frame) {
        if (position.isStored()) {
            if (position.sequence() <= last) {
                return;
            }
            last = position.sequence();
        }
        outbound.send(frame);
    }

    /** From the store, while catching up. Blocks while the client is slow. */
    void takeStored(Position position, String event) {
        moveTo(position);
        outbound.sendPatiently(SseFrame.event(position, event));
    }

    /** Nothing up to here is told any more, whatever it was. */
    void moveTo(Position position) {
        lock.lock();
        try {
            last = position.sequence();
        } finally {
            lock.unlock();
        }
    }

    Position last() {
        lock.lock();
        try {
            return new Position(last);
        } finally {
            lock.unlock();
        }
    }

    /** The feed may miss events from now on, until the broker is {@link #up}. */
    void down() {
        lock.lock();
        try {
            isLive = false;
            isDown = true;
        } finally {
            lock.unlock();
        }
    }

    /** The feed misses nothing from now on; returns whether the caller has to catch up: somebody else may be at it. */
    boolean up() {
        lock.lock();
        try {
            isLive = false;
            isDown = false;
            hasMissed = isCatchingUp;
            boolean begins = !isCatchingUp;
            isCatchingUp = true;
            return begins;
        } finally {
            lock.unlock();
        }
    }

    /** All that was stored up to here is told; returns whether something was missed meanwhile, and it is not over. */
    boolean goLive(Position reached) {
        lock.lock();
        try {
            last = Math.max(last, reached.sequence());
            for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
                waitingSize -= next.frame().length();
                tell(next.position(), next.frame());
            }
            boolean goesOn = hasMissed && !isDown;
            hasMissed = false;
            isLive = !goesOn && !isDown;
            isCatchingUp = goesOn;
            return goesOn;
        } finally {
            lock.unlock();
        }
    }
}
