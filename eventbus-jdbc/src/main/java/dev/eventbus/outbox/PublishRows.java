package dev.eventbus.outbox;

import dev.eventbus.Durability;
import dev.eventbus.json.EventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Publishes rows: those of a key one after another, each after the acknowledgement of the one before; keys side by side. */
final class PublishRows {
    private final RelaySettings settings;
    private final BooleanSupplier stopping;

    /** @param stopping when true, no further row is begun */
    PublishRows(RelaySettings settings, BooleanSupplier stopping) {
        this.settings = settings;
        this.stopping = stopping;
    }

    /** Waits for all of it. What is not in the answer was not tried. */
    List<RowOutcome> publish(Collection<List<OutboxRow>> keys) throws InterruptedException {
        // A claim is not worked on for ever: its connection may be gone, and another relay may have it.
        Instant until = settings.clock().instant().plus(settings.publishTimeout());
        List<RowOutcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("outbox-publish-", 0).factory())) {
            List<Future<List<RowOutcome>>> running = new ArrayList<>();
            keys.forEach(rows -> running.add(threads.submit(() -> inOrder(rows, until))));
            for (Future<List<RowOutcome>> key : running) {
                outcomes.addAll(key.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Publishing a key failed outside of any row", e.getCause());
        }
        return outcomes;
    }

    private List<RowOutcome> inOrder(List<OutboxRow> rows, Instant until) throws InterruptedException {
        List<RowOutcome> outcomes = new ArrayList<>();
        for (OutboxRow row : rows) {
            if (stopping.getAsBoolean() || settings.clock().instant().isAfter(until)) {
                break;
            }
            RowOutcome outcome = publish(row);
            outcomes.add(outcome);
            if (outcome instanceof RowOutcome.Failed) {
                break;
            }
        }
        return outcomes;
    }

    private RowOutcome publish(OutboxRow row) throws InterruptedException {
        try {
            var unused = settings.bus()
                    .publish(EventCodec.decode(row.event()), Durability.PERSISTENT)
                    .toCompletableFuture()
                    .get(settings.publishTimeout().toNanos(), TimeUnit.NANOSECONDS);
            return new RowOutcome.Published(row);
        } catch (TimeoutException e) {
            return new RowOutcome.Failed(row, e);
        } catch (ExecutionException e) {
            return failure(row, e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException | Error e) { // an Error, too: one event's must not end the relay
            return failure(row, e);
        }
    }

    private RowOutcome failure(OutboxRow row, Throwable cause) {
        return isForGood(cause) ? new RowOutcome.Refused(row, cause) : new RowOutcome.Failed(row, cause);
    }

    /** A predicate that throws must not take back what was published beside this row. */
    private boolean isForGood(Throwable cause) {
        try {
            return settings.refuseWhen().test(cause);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            return false;
        }
    }
}
