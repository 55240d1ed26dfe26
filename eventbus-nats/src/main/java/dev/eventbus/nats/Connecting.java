package dev.eventbus.nats;

import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tries to connect until it succeeds, on one thread at most: a second one would leave a connection that nobody closes. */
final class Connecting {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final NatsSettings settings;
    private final Duration ping;
    private final ConnectionWatch watch;
    private final Owner owner;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final CountDownLatch closing = new CountDownLatch(1);

    Connecting(NatsSettings settings, Duration ping, ConnectionWatch watch, Owner owner) {
        this.settings = settings;
        this.ping = ping;
        this.watch = watch;
        this.owner = owner;
    }

    /** Who wants the connection. */
    interface Owner {
        /** Takes over a new connection. */
        void adopt(Connection fresh) throws InterruptedException;

        /** Whether it has none, or one that is closed for good. */
        boolean hasNone();
    }

    /** Returns at once. */
    void start() {
        if (!isClosing() && busy.compareAndSet(false, true)) {
            Thread.ofVirtual().name("nats-connect").start(this::run);
        }
    }

    boolean isClosing() {
        return closing.getCount() == 0;
    }

    void close() {
        closing.countDown();
    }

    private void run() {
        try {
            untilItSucceeds();
        } finally {
            busy.set(false);
        }
        if (!isClosing() && owner.hasNone()) {
            start(); // it was lost again before it was said that somebody has to connect
        }
    }

    private void untilItSucceeds() {
        Duration pause = FIRST_PAUSE;
        try {
            do {
                if (once()) {
                    return;
                }
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean once() throws InterruptedException {
        try {
            owner.adopt(Nats.connect(JnatsOptions.of(settings, ping, watch)));
            return true;
        } catch (IOException | RuntimeException e) {
            watch.couldNotConnect(settings, e);
            return false;
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
