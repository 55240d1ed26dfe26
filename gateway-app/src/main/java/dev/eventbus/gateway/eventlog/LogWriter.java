package dev.eventbus.gateway.eventlog;

import dev.eventbus.Verdict;
import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.database.Jdbc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/**
 * Writes entries in batches: whatever has gathered while the last batch was being written is the next one. One thread
 * writes; entries are settled after the commit. {@link #close()} stops that thread; what was not written is retried by
 * the transport.
 */
final class LogWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LogWriter.class);
    private static final int MAX_BATCH = 500;
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Jdbc jdbc;
    private final BlockingQueue<LogEntry> queue = new ArrayBlockingQueue<>(2 * MAX_BATCH);
    private final Thread thread;
    private boolean isAway;

    LogWriter(Jdbc jdbc) {
        this.jdbc = jdbc;
        this.thread = Thread.ofVirtual().name("event-log-writer").start(this::run);
    }

    /** Blocks while the queue is full. */
    void add(LogEntry entry) throws InterruptedException {
        queue.put(entry);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<LogEntry> batch = new ArrayList<>(MAX_BATCH);
                batch.add(queue.take());
                queue.drainTo(batch, MAX_BATCH - 1);
                settle(batch);
            }
        } catch (InterruptedException e) {
            LOG.debug("Event log writer stopped.");
        }
    }

    private void settle(List<LogEntry> batch) {
        try {
            write(batch);
            batch.forEach(entry -> entry.verdict().complete(Verdict.ack()));
            isAway = false;
        } catch (DatabaseException e) {
            if (e.isRefusal() && batch.size() > 1) {
                batch.forEach(entry -> settle(List.of(entry)));
            } else {
                giveBack(batch, e);
            }
        } catch (RuntimeException | Error e) { // the one thread has to go on
            batch.forEach(entry -> entry.verdict().completeExceptionally(e));
        }
    }

    private void giveBack(List<LogEntry> batch, DatabaseException failure) {
        Verdict verdict = failure.isRefusal()
                ? Verdict.deadLetter("PostgreSQL refused the row: " + failure.getMessage())
                : Verdict.retry(RETRY);
        if (!failure.isRefusal() && !isAway) {
            isAway = true;
            LOG.warnf("Event log could not be written; the stream keeps the events until it can. reason=%s", failure);
        }
        batch.forEach(entry -> entry.verdict().complete(verdict));
    }

    private void write(List<LogEntry> batch) {
        List<EventRow> rows = batch.stream().map(LogEntry::row).toList();
        jdbc.inTransaction(connection -> {
            EventRow.insert(connection, rows);
            return rows.size();
        });
    }
}
