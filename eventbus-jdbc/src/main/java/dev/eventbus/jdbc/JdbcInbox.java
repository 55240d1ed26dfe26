package dev.eventbus.jdbc;

import dev.eventbus.Event;
import dev.eventbus.Verdict;
import dev.eventbus.VerdictHandler;
import dev.eventbus.inbox.Deduplicate;
import dev.eventbus.inbox.Inbox;
import java.sql.Connection;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers events in a table, in the same transaction as the handler's own changes: both are kept, or neither. An event
 * that is delivered again, to whichever instance, changes nothing.
 *
 * <p>A database that is away fails the attempt, as a handler that throws does. Each piece of work holds one connection of the source; it must not take a second one. Where two instances get an
 * event at once, the second waits in the database for the first.
 */
public final class JdbcInbox implements Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcInbox.class);
    private static final int PURGE_EVERY = 100;

    private final JdbcInboxBuilder settings;
    private final InboxTable table;
    private final ThreadLocal<Connection> current = new ThreadLocal<>();
    private final AtomicLong handled = new AtomicLong();

    JdbcInbox(JdbcInboxBuilder settings) {
        this.settings = settings;
        this.table = settings.table;
    }

    /** With table {@code eventbus_inbox}, remembering for 14 days. */
    public static JdbcInbox create(DataSource source) {
        return builder(source).build();
    }

    public static JdbcInboxBuilder builder(DataSource source) {
        return new JdbcInboxBuilder(source);
    }

    /** The statements that make the table and its index, where they are missing; for a migration. */
    public String ddl() {
        return table.ddl();
    }

    /**
     * A handler whose changes on the connection happen once for each event. What it throws rolls them back.
     *
     * @param subscription under which name events are remembered; the same on all instances, and never changed
     */
    public VerdictHandler handler(String subscription, TransactionHandler handler) {
        return (event, attempt) -> once(subscription, event.id(), () -> {
            handler.handle(connection(), event);
            return Verdict.ACK;
        });
    }

    /**
     * The connection of the transaction that this thread's event is handled in, for handlers behind
     * {@link Deduplicate}. Commits and closes nothing: that is done here.
     *
     * @throws IllegalStateException outside of such work
     */
    public Connection connection() {
        Connection connection = current.get();
        if (connection == null) {
            throw new IllegalStateException("No event is being handled on this thread. Call connection() within the"
                    + " handler, on the thread that the handler is called on.");
        }
        return connection;
    }

    @Override
    public Verdict once(String subscription, String eventId, Work work) throws Exception {
        if (current.get() != null) { // the inner row would wait for the outer transaction, and this thread for itself
            throw new IllegalStateException(
                    "An event is being handled on this thread already: use Deduplicate or handler(…), not both");
        }
        Verdict verdict = Transaction.run(
                settings.source,
                connection -> table.add(connection, subscription, eventId, settings.clock.instant())
                        ? within(connection, work)
                        : Verdict.ACK,
                Verdict.Ack.class::isInstance);
        if (handled.incrementAndGet() % PURGE_EVERY == 0) {
            tryToPurge();
        }
        return verdict;
    }

    private Verdict within(Connection connection, Work work) throws Exception {
        current.set(connection);
        try {
            return work.run();
        } finally {
            current.remove();
        }
    }

    /** The work is done and committed: that forgetting failed is not its business. */
    private void tryToPurge() {
        try {
            LOG.debug("Inbox was purged table={} events={}", table, purge());
        } catch (Exception e) {
            LOG.warn("Inbox could not be purged and will be later table={}", table, e);
        }
    }

    /**
     * Forgets events that were handled longer ago than the retention, at most 1,000 of them. Happens by itself after
     * every 100 events.
     *
     * @return how many
     */
    public int purge() throws Exception {
        Instant before = settings.clock.instant().minus(settings.retention);
        return Transaction.run(settings.source, connection -> table.purge(connection, before), purged -> true);
    }

    /** Changes the database because of an event. */
    @FunctionalInterface
    public interface TransactionHandler {
        /** @param connection is in a transaction that commits if this returns; must be neither ended nor closed */
        void handle(Connection connection, Event event) throws Exception;
    }
}
