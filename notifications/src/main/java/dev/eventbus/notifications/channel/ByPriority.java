package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.rule.Priority;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A bounded queue that gives the most urgent first, and of those the oldest. For any number of threads. */
final class ByPriority {
    private static final Priority[] PRIORITIES = Priority.values();

    private final Map<Priority, Queue<Outgoing>> queues = new EnumMap<>(Priority.class);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isFilled = lock.newCondition();
    private final int most;
    private int size;

    ByPriority(int most) {
        this.most = most;
        for (Priority priority : PRIORITIES) {
            queues.put(priority, new ArrayDeque<>());
        }
    }

    /** False if it is full. */
    boolean offer(Outgoing outgoing) {
        lock.lock();
        try {
            if (size == most) {
                return false;
            }
            of(outgoing.notification().priority()).add(outgoing);
            size++;
            isFilled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is one. */
    Outgoing take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                for (int i = PRIORITIES.length - 1; i >= 0; i--) {
                    Outgoing next = of(PRIORITIES[i]).poll();
                    if (next != null) {
                        size--;
                        return next;
                    }
                }
                isFilled.await();
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    private Queue<Outgoing> of(Priority priority) {
        return Objects.requireNonNull(queues.get(priority), "there is one for each");
    }
}
