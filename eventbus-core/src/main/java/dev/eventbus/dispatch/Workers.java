package dev.eventbus.dispatch;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/** A queue's threads: virtual ones, each there while there is work. Not thread-safe; the queue's lock guards it. */
final class Workers {
    private final int most;
    private final ThreadFactory threads;
    private final Set<Thread> alive = new HashSet<>();
    private boolean oneIsOnItsWay;

    Workers(QueueSpec spec) {
        this.most = spec.concurrency();
        this.threads =
                Thread.ofVirtual().name("eventbus-" + spec.name() + "-", 0).factory();
    }

    /** Starts one more, unless there are enough or one is on its way, which will ask for the next when it is there. */
    void startOne(Runnable life) {
        if (!oneIsOnItsWay && alive.size() < most) {
            Thread worker = threads.newThread(life);
            worker.start();
            alive.add(worker); // it cannot have ended: for that it needs the queue's lock
            oneIsOnItsWay = true;
        }
    }

    /** Called by each worker before it looks for its first job. */
    void arrived() {
        oneIsOnItsWay = false;
    }

    /** Called by each worker before it ends. */
    void ended() {
        alive.remove(Thread.currentThread());
    }

    boolean isOneOfThem(Thread thread) {
        return alive.contains(thread);
    }

    void interruptOthers() {
        alive.stream().filter(worker -> worker != Thread.currentThread()).forEach(Thread::interrupt);
    }
}
