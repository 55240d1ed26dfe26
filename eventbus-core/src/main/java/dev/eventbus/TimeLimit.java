package dev.eventbus;

import dev.eventbus.dispatch.Timer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Interrupts a handler that takes too long, and has its attempt fail. */
record TimeLimit(VerdictHandler handler, String subscription, Duration timeout, Timer timer) implements VerdictHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TimeLimit.class);

    @Override
    public Verdict handle(Event event, Attempt attempt) throws Exception {
        Watch watch = new Watch(event);
        watch.start();
        Verdict verdict;
        try {
            verdict = handler.handle(event, attempt);
        } catch (Throwable failure) {
            if (watch.stop()) {
                throw new HandlerTimeoutException(subscription, event, timeout, failure);
            }
            throw failure;
        }
        if (watch.stop()) {
            throw new HandlerTimeoutException(subscription, event, timeout, null);
        }
        return verdict;
    }

    /** Guarded by itself, so that no interrupt comes after the stop: it would hit whatever the thread does next. */
    private final class Watch {
        private final Event event;
        private final Thread thread = Thread.currentThread();
        private Timer.Alarm alarm = () -> {};
        private boolean rang;
        private boolean stopped;

        Watch(Event event) {
            this.event = event;
        }

        synchronized void start() {
            alarm = timer.after(timeout, this::ring);
        }

        private synchronized void ring() {
            if (!stopped) {
                rang = true;
                thread.interrupt();
                alarm = timer.after(timeout, this::complain);
            }
        }

        private synchronized void complain() {
            if (!stopped) {
                LOG.warn(
                        "Handler ignored its interrupt and holds a worker until it ends"
                                + " subscription={} eventId={} timeout={}",
                        subscription,
                        event.id(),
                        timeout);
            }
        }

        /** Whether the time was up. An interrupt that came for that ends here. */
        synchronized boolean stop() {
            stopped = true;
            alarm.cancel();
            if (rang) {
                Thread.interrupted();
            }
            return rang;
        }
    }
}
