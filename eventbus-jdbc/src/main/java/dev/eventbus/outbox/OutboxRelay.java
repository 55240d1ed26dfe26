package dev.eventbus.outbox;

import dev.eventbus.EventBus;
import dev.eventbus.EventBusException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what an {@link Outbox} holds, on a thread of its own, until it is closed. As many instances as wanted may
 * relay one table: each key is with one of them at a time. Safe for use by many threads.
 *
 * <p>Every committed event is published, under its own id as message id, and its row deleted after the acknowledgement. A
 * crash between the two has it published again: the store drops the second while it remembers the id, and beyond that
 * time it is up to the consumer's inbox. Events of a key are published one after another; one that fails has its key
 * wait, and no other.
 *
 * <p>Takes one connection of the source, and holds it while a batch is being published.
 */
public final class OutboxRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

    private final RelaySettings settings;
    private final Signal signal = new Signal();
    private final Thread thread;

    private OutboxRelay(RelaySettings settings) {
        this.settings = settings;
        this.thread = Thread.ofVirtual().name("outbox-relay").unstarted(new RelayLoop(settings, signal));
    }

    /** @param bus has to be closed after the relay */
    public static OutboxRelayBuilder builder(DataSource source, EventBus bus) {
        return new OutboxRelayBuilder(source, bus);
    }

    static OutboxRelay start(RelaySettings settings) {
        OutboxRelay relay = new OutboxRelay(settings);
        relay.thread.start();
        LOG.info(
                "Outbox relay was started table={} batchSize={} pollInterval={}",
                settings.table(),
                settings.batchSize(),
                settings.pollInterval());
        return relay;
    }

    /** Says that something was committed, to have it published without waiting for the next poll. Never blocks. */
    public void wake() {
        signal.wake();
    }

    /**
     * How far publishing is behind; reads all pending rows' index.
     *
     * @throws EventBusException if the database could not be asked
     */
    public OutboxStatus status() {
        try (Connection connection = settings.source().getConnection()) {
            return settings.table().status(connection, settings.clock().instant());
        } catch (SQLException e) {
            throw new EventBusException(
                    "Could not read the outbox: " + e.getMessage() + " (table=" + settings.table() + ").", e);
        }
    }

    /** Begins no further event and waits until those on their way are acknowledged and recorded. */
    @Override
    public void close() {
        signal.close();
        try {
            // Two publishes at most: one that blocks before it has a stage to wait for, and the wait.
            Duration patience = settings.publishTimeout().multipliedBy(2);
            if (!thread.join(patience)) {
                LOG.warn(
                        "Outbox relay did not end in time and was interrupted; its events are published again"
                                + " table={} waited={}",
                        settings.table(),
                        patience);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
