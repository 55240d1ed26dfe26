package dev.eventbus.outbox;

import dev.eventbus.EventBus;
import dev.eventbus.jdbc.TableName;
import dev.eventbus.retry.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts an {@link OutboxRelay} together; every setting has a default. */
public final class OutboxRelayBuilder {
    private final DataSource source;
    private final EventBus bus;
    private OutboxTable table = OutboxTable.standard();
    private int batchSize = 100;
    private Duration pollInterval = Duration.ofMillis(500);
    private Duration publishTimeout = Duration.ofSeconds(30);
    private Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private Predicate<Throwable> refuseWhen = IllegalArgumentException.class::isInstance;
    private @Nullable Duration keepPublished;
    private InstantSource clock = InstantSource.system();

    OutboxRelayBuilder(DataSource source, EventBus bus) {
        this.source = source;
        this.bus = bus;
    }

    /** The outbox's table; {@code eventbus_outbox} if not set. */
    public OutboxRelayBuilder table(String name) {
        this.table = new OutboxTable(new TableName(name));
        return this;
    }

    /** How many events are read and published in one transaction, 1 to 10,000; 100 if not set. */
    public OutboxRelayBuilder batchSize(int batchSize) {
        this.batchSize = batchSize;
        return this;
    }

    /** How long an idle relay waits before it looks again, unless it is woken; 500 ms if not set. */
    public OutboxRelayBuilder pollInterval(Duration pollInterval) {
        this.pollInterval = pollInterval;
        return this;
    }

    /** After what time a publish without an answer has failed and is tried again; 30 s if not set. */
    public OutboxRelayBuilder publishTimeout(Duration publishTimeout) {
        this.publishTimeout = publishTimeout;
        return this;
    }

    /** How long an event that failed, and with it its key, waits; 1 s, 2 s, 4 s… up to a minute if not set. */
    public OutboxRelayBuilder retryAfter(Backoff backoff) {
        this.backoff = backoff;
        return this;
    }

    /**
     * Which failures no retry will mend: such an event is set aside, and its key goes on. Wrong arguments
     * ({@link IllegalArgumentException}), such as an event too large for the transport, if not set.
     */
    public OutboxRelayBuilder refuseWhen(Predicate<Throwable> refuseWhen) {
        this.refuseWhen = refuseWhen;
        return this;
    }

    /** How long published rows are kept; they are deleted at once if not set. */
    public OutboxRelayBuilder keepPublished(Duration keepPublished) {
        this.keepPublished = keepPublished;
        return this;
    }

    /** Where the times of retries get the time from. */
    public OutboxRelayBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** Starts the relay. Throws {@link IllegalArgumentException} naming a setting that is wrong. */
    public OutboxRelay start() {
        return OutboxRelay.start(settings());
    }

    RelaySettings settings() {
        return new RelaySettings(
                source, bus, table, batchSize, pollInterval, publishTimeout, backoff, refuseWhen, keepPublished, clock);
    }
}
