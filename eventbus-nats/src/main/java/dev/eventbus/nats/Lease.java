package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueOptions;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which instance is the active one of an ordered durable: an entry in a key-value bucket that its holder renews
 * by compare-and-set, and that another one takes over when it has seen it unchanged for the holder's time to live. No
 * clock is compared with another one's.
 *
 * <pre>
 *   waiting ─▶ sure ─▶ unsure ─▶ waiting   somebody else took it meanwhile
 *              ▲  └─────┘ │
 *              └──────────┘ renewed after all: it was ours all the time
 * </pre>
 */
final class Lease implements AutoCloseable {
    static final String BUCKET = "eventbus-leases";

    private static final Logger LOG = LoggerFactory.getLogger(PullLoop.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(2);
    private static final String FREE = "free 0";
    private static final int WRONG_REVISION = 10071;

    private final NatsConnection connection;
    private final String name;
    private final Duration ttl;
    private final String owner = UUID.randomUUID().toString();
    private final Thread thread;

    // Guards the fields below; signalled whenever one of them changes.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long sureUntil;
    private int term;
    private boolean held;
    private boolean closed;

    // Touched by the thread alone, and by close() after it has ended.
    private long revision;
    private long seenRevision;
    private long seenAt;
    private String lastRefusal = "";

    Lease(NatsConnection connection, String name, Duration ttl) {
        this.connection = connection;
        this.name = name;
        this.ttl = ttl;
        this.thread = Thread.ofVirtual().name("lease-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Counts up each time it is won, so that what was begun in one term is not gone on with in another; 0 before. */
    int term() {
        lock.lock();
        try {
            return term;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is certain that nobody else holds it now. */
    boolean isSure() {
        lock.lock();
        try {
            return held && !closed && isFresh();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFresh() {
        return System.nanoTime() - sureUntil < 0;
    }

    void awaitSure(Duration timeout) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!(held && isFresh()) && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether what was begun in that term may go on; blocks while it is not known. After a release it may as long as
     * there is a connection: the next holder waits for what is kept alive over it.
     */
    boolean covers(int itsTerm) {
        lock.lock();
        try {
            while (held && !closed && itsTerm == term && !isFresh()) {
                changed.awaitNanos(LOOK.toNanos());
            }
            return itsTerm == term && held && (closed ? connection.isConnected() : isFresh());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!isClosed()) {
            try {
                if (revision == 0) {
                    tryToTake(bucket());
                } else {
                    renew(bucket());
                }
            } catch (EventBusException | IOException | IllegalStateException e) {
                LOG.debug("Could not ask for a lease; trying again name={}", name, e);
                mendBucket();
            } catch (JetStreamApiException e) {
                refused(String.valueOf(e.getMessage()));
                mendBucket();
            } catch (RuntimeException e) { // nobody would notice a durable whose lease is not asked for
                LOG.error("Could not ask for a lease, for a reason nobody thought of name={}", name, e);
            }
            await(revision == 0 ? shorter(LOOK, ttl.dividedBy(3)) : ttl.dividedBy(3));
        }
    }

    /** Asked several times a second, the same answer is said once. */
    private void refused(String error) {
        if (!error.equals(lastRefusal)) {
            lastRefusal = error;
            LOG.warn("The lease of an ordered durable was refused; trying again name={} error={}", name, error);
        }
    }

    /** It may have been deleted. Left to those who hold nothing: a new bucket would let another one in beside them. */
    private void mendBucket() {
        if (isSure() || !connection.isConnected()) {
            return;
        }
        try {
            ensureBucket(connection);
        } catch (EventBusException | IllegalStateException e) {
            LOG.debug("Could not look for the bucket of leases; trying again name={}", name, e);
        }
    }

    private KeyValue bucket() throws IOException {
        Connection current = connection.require("Could not ask for the lease of " + name);
        JetStreamOptions options = JetStreamOptions.builder()
                .requestTimeout(shorter(ttl.dividedBy(2), LONGEST_REQUEST))
                .build();
        return current.keyValue(
                BUCKET, KeyValueOptions.builder().jetStreamOptions(options).build());
    }

    /** Blocks until there is a bucket for leases. */
    static void ensureBucket(NatsConnection connection) {
        Buckets.ensure(connection, BUCKET, "Which instance is the active one of each ordered durable");
    }

    private void tryToTake(KeyValue bucket) throws IOException, JetStreamApiException {
        long asked = System.nanoTime();
        KeyValueEntry entry = bucket.get(name);
        if (entry == null) {
            won(bucket.create(name, value(owner)), asked, "nobody");
            return;
        }
        String[] holder = text(entry).split(" ");
        Duration itsTtl = Duration.ofMillis(Long.parseLong(holder[1]));
        if (entry.getRevision() != seenRevision) {
            seenRevision = entry.getRevision();
            seenAt = System.nanoTime();
        }
        if (holder[0].equals(owner) || asked - seenAt >= itsTtl.toNanos()) {
            won(bucket.update(name, value(owner), entry.getRevision()), asked, holder[0]);
        }
    }

    private void won(long newRevision, long asked, String from) {
        lock.lock();
        try {
            if (!held) {
                term++;
            }
            held = true;
            revised(newRevision, asked);
        } finally {
            lock.unlock();
        }
        LOG.info("Became the active instance of an ordered durable name={} owner={} before={}", name, owner, from);
    }

    private void revised(long newRevision, long asked) {
        lastRefusal = "";
        revision = newRevision;
        // Somebody who saw it stored, later than it was asked for, waits for the whole of the time.
        sureUntil = asked + ttl.toNanos() * 3 / 4;
        changed.signalAll();
    }

    private void renew(KeyValue bucket) throws IOException, JetStreamApiException {
        long asked = System.nanoTime();
        try {
            long renewed = bucket.update(name, value(owner), revision);
            lock.lock();
            try {
                revised(renewed, asked);
            } finally {
                lock.unlock();
            }
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != WRONG_REVISION) {
                throw e;
            }
            lookWhoseItIs(bucket.get(name));
        }
    }

    /** An update that was stored but not answered leaves a revision behind that is ours all the same. */
    private void lookWhoseItIs(@Nullable KeyValueEntry entry) {
        if (entry != null && text(entry).startsWith(owner)) {
            revision = entry.getRevision();
            return;
        }
        lock.lock();
        try {
            held = false;
            revision = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        LOG.warn("Another instance took over an ordered durable; standing by name={} owner={}", name, owner);
    }

    private byte[] value(String who) {
        return (who + " " + ttl.toMillis()).getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(KeyValueEntry entry) {
        byte[] value = entry.getValue();
        return value == null ? FREE : new String(value, StandardCharsets.US_ASCII);
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void await(Duration time) {
        long left = time.toNanos();
        lock.lock();
        try {
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Lets go of it, so that another instance need not wait for its time to run out. */
    @Override
    public void close() {
        lock.lock();
        try {
            held = held && isFresh();
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (thread.isAlive() && !thread.join(LONGEST_REQUEST) || revision == 0) {
                return;
            }
            bucket().update(name, FREE.getBytes(StandardCharsets.US_ASCII), revision);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (EventBusException | IOException | JetStreamApiException | IllegalStateException e) {
            LOG.debug("Could not let go of a lease; it runs out by itself name={}", name, e);
        }
    }
}
