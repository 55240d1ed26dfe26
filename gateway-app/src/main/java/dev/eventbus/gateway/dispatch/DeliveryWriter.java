package dev.eventbus.gateway.dispatch;

import dev.eventbus.Ulid;
import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.eventlog.EventRow;
import dev.eventbus.gateway.json.DurationText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what became of deliveries in batches: whatever has gathered while the last batch was being written is the next
 * one. While PostgreSQL is away, first rows of an event are refused, for the stream keeps it; what is known of claimed
 * deliveries is kept here, bounded by how much may be claimed, and written when PostgreSQL is back.
 */
final class DeliveryWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DeliveryWriter.class);
    private static final int QUEUE = 2_000;
    private static final int MAX_ROWS = 1_000;
    private static final long POLL_MILLIS = 500;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Jdbc jdbc;
    private final Ulid ids;
    private final FailingSpells spells;
    private final Pauses pauses;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;
    private final List<Item> unwritten = new ArrayList<>();

    /**
     * Deliveries with an attempt under way here, or a result that is not written yet. When writing is slow their leases
     * may run out, and this replica would make the next attempt beside its own.
     */
    private final Set<DeliveryKey> inHand = ConcurrentHashMap.newKeySet();

    private volatile boolean isAway;
    private volatile boolean closing;

    DeliveryWriter(Jdbc jdbc, Ulid ids, FailingSpells spells, Pauses pauses) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.spells = spells;
        this.pauses = pauses;
        this.thread = Thread.ofVirtual().name("delivery-writer").start(this::run);
    }

    /** Whether rows can be kept. */
    enum Kept {
        YES,
        /** PostgreSQL is away. */
        NOT_NOW,
        /** PostgreSQL would refuse them again. */
        NEVER
    }

    /**
     * What is written together.
     *
     * @param event what a redelivery needs of it, or null if that is not needed or is there
     * @param kept completed after the commit or the failure
     * @param isFirst whether these are the first rows of an event, and not what is known of rows that are there
     */
    private record Item(
            List<Settlement> settlements, @Nullable EventRow event, CompletableFuture<Kept> kept, boolean isFirst) {}

    /** Whether the last try failed because PostgreSQL was away. */
    boolean isAway() {
        return isAway;
    }

    /** The first rows of an event, all of them or none. Blocks while the queue is full. */
    CompletableFuture<Kept> insert(List<Settlement> firsts, @Nullable EventRow event) throws InterruptedException {
        CompletableFuture<Kept> kept = new CompletableFuture<>();
        queue.put(new Item(firsts, event, kept, true));
        return kept;
    }

    /** Says that an attempt is going to be made here; false if one is, or its result is not written yet. */
    boolean take(DeliveryKey delivery) {
        return inHand.add(delivery);
    }

    /** Says that no result will come of an attempt that was {@link #take taken}. */
    void drop(DeliveryKey delivery) {
        inHand.remove(delivery);
    }

    /** What became of a delivery that was {@link #take taken} and whose row is there. Blocks while the queue is full. */
    void update(Settlement settlement) {
        var unused = later(settlement).whenComplete((kept, failure) -> drop(settlement.key()));
    }

    /** Has a row claimed again later whose delivery could not be {@link #take taken}. Blocks while the queue is full. */
    void putBack(Settlement settlement) {
        var unused = later(settlement);
    }

    private CompletableFuture<Kept> later(Settlement settlement) {
        CompletableFuture<Kept> kept = new CompletableFuture<>();
        try {
            queue.put(new Item(List.of(settlement), null, kept, false));
        } catch (InterruptedException e) { // its lease runs out instead
            Thread.currentThread().interrupt();
            kept.cancel(false);
        }
        return kept;
    }

    /** Writes what is queued, unless PostgreSQL is away or it takes too long. */
    @Override
    public void close() {
        closing = true;
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty() || (!unwritten.isEmpty() && !isAway)) {
                List<Item> batch = nextBatch();
                if (!batch.isEmpty()) {
                    write(batch);
                } else if (isAway) {
                    probe();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Delivery writer stopped.");
        }
    }

    private List<Item> nextBatch() throws InterruptedException {
        Item next = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        List<Item> batch = new ArrayList<>(unwritten);
        unwritten.clear();
        int rows = batch.size();
        while (next != null) {
            batch.add(next);
            rows += next.settlements().size();
            next = rows < MAX_ROWS ? queue.poll() : null;
        }
        return batch;
    }

    private void probe() {
        try {
            jdbc.query("select 1", List.of(), row -> row.getInt(1));
            isAway = false;
        } catch (RuntimeException | Error e) {
            LOG.debugf("PostgreSQL is still away. reason=%s", e.getMessage());
        }
    }

    private void write(List<Item> batch) {
        try {
            List<SubscriberId> failing = jdbc.inTransaction(connection -> write(connection, batch));
            isAway = false;
            batch.forEach(item -> item.kept().complete(Kept.YES));
            failing.forEach(id ->
                    pauses.pause(id, "every attempt failed for longer than " + DurationText.write(spells.longest())));
        } catch (DatabaseException e) {
            failed(batch, e);
        } catch (RuntimeException | Error e) { // the one thread has to go on
            LOG.errorf(e, "Deliveries could not be written and will be made again. events=%d", batch.size());
            batch.forEach(item -> item.kept().complete(Kept.NOT_NOW));
        }
    }

    private List<SubscriberId> write(Connection connection, List<Item> items) throws SQLException {
        Batch batch = new Batch();
        for (Item item : items) {
            if (item.isFirst()) {
                batch.addFirsts(item.settlements(), item.event());
            } else {
                batch.addLater(item.settlements());
            }
        }
        EventRow.insert(connection, batch.events());
        WriteDeliveries deliveries = new WriteDeliveries(connection, ids);
        deliveries.insert(batch.firsts());
        deliveries.update(batch.later());
        return spells.count(connection, batch);
    }

    private void failed(List<Item> batch, DatabaseException failure) {
        if (failure.isRefusal() && batch.size() > 1) {
            batch.forEach(item -> write(List.of(item)));
        } else if (failure.isRefusal()) {
            LOG.errorf("PostgreSQL refused what became of a delivery. reason=%s", failure.getMessage());
            batch.forEach(item -> item.kept().complete(Kept.NEVER));
        } else {
            if (!isAway) {
                LOG.warnf("Deliveries wait until PostgreSQL is back. reason=%s", failure.getMessage());
            }
            isAway = true;
            unwritten.addAll(batch.stream().filter(item -> !item.isFirst()).toList());
            batch.stream().filter(Item::isFirst).forEach(item -> item.kept().complete(Kept.NOT_NOW));
        }
    }
}
