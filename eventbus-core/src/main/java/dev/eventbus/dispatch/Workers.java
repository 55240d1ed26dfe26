package dev.eventbus.dispatch;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * A queue's workers: virtual threads, each there while there is work. One that finds none looks for some a little
 * longer, because under load the next comes sooner than a thread. Not thread-safe; the queue's lock guards it.
 */
final class Workers {
    private final int most;
    private final ThreadFactory threads;
    private final Function<Workers, Worker> make;
    private final Set<Worker> alive = new HashSet<>();
    private boolean oneIsOnItsWay;
    private boolean oneLooks;

    /** Tells the one that looks; read by it without the lock. */
    private volatile boolean called;

    /** What those that ended have run. */
    private long ended;

    Workers(QueueSpec spec, Function<Workers, Worker> make) {
        this.most = spec.concurrency();
        this.make = make;
        this.threads =
                Thread.ofVirtual().name("eventbus-" + spec.name() + "-", 0).factory();
    }

    /** Work is ready: somebody has to come for it, unless one is on its way or looking, which will ask for the next. */
    void call() {
        if (oneLooks) {
            if (!called) {
                called = true;
            }
        } else if (!oneIsOnItsWay && alive.size() < most) {
            Worker worker = make.apply(this);
            worker.start(threads);
            alive.add(worker); // it cannot have ended: for that it needs the queue's lock
            oneIsOnItsWay = true;
        }
    }

    /** Called by each worker before it looks for its first job. */
    void arrived() {
        oneIsOnItsWay = false;
    }

    /** Whether a worker that found nothing may look a little longer; one at a time. */
    boolean mayLook() {
        if (oneLooks) {
            return false;
        }
        oneLooks = true;
        called = false;
        return true;
    }

    /** Called without the lock, by the one that looks. */
    boolean isCalled() {
        return called;
    }

    void looked() {
        oneLooks = false;
    }

    /** Called by each worker before it ends. */
    void ended(Worker worker) {
        alive.remove(worker);
        ended += worker.ended();
    }

    /** How many runs have ended, and how many are under way, read together. */
    Runs runs() {
        long over = ended;
        int running = 0;
        for (Worker worker : alive) {
            long progress = worker.progress();
            over += progress >> 1;
            running += (int) (progress & 1);
        }
        return new Runs(over, running);
    }

    /** @param ended since the queue was opened */
    record Runs(long ended, int running) {}

    boolean isOneOfThem(Thread thread) {
        return alive.stream().anyMatch(worker -> worker.is(thread));
    }

    void interruptOthers() {
        alive.stream().filter(worker -> !worker.is(Thread.currentThread())).forEach(Worker::interrupt);
    }
}
