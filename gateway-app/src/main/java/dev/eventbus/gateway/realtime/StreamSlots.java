package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** How many event streams there may be: of one caller, and of all. */
@ApplicationScoped
class StreamSlots {
    static final int PER_CALLER = 20;
    static final int ALL = 2_000;
    private static final int RETRY_SECONDS = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> byCaller = new HashMap<>();
    private int open;

    /** Takes a place. Throws a {@link ProblemException}: 429 if the caller has theirs, 503 if all are taken. */
    void take(String callerId) {
        lock.lock();
        try {
            if (open >= ALL) {
                throw new ProblemException(Problem.unavailable(
                                "TOO_MANY_STREAMS",
                                "All " + ALL + " event streams of this gateway are taken; try again.")
                        .retryAfter(RETRY_SECONDS));
            }
            int own = byCaller.getOrDefault(callerId, 0);
            if (own >= PER_CALLER) {
                throw new ProblemException(Problem.of(
                                429,
                                "TOO_MANY_STREAMS",
                                "You have " + own + " event streams open, which is the most; close some first.")
                        .retryAfter(RETRY_SECONDS));
            }
            byCaller.put(callerId, own + 1);
            open++;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a place back that was taken. */
    void leave(String callerId) {
        lock.lock();
        try {
            byCaller.computeIfPresent(callerId, (id, own) -> own == 1 ? null : own - 1);
            open--;
        } finally {
            lock.unlock();
        }
    }
}
