package dev.eventbus.jdbc;

import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/** Puts a {@link JdbcInbox} together. */
public final class JdbcInboxBuilder {
    final DataSource source;
    InboxTable table = new InboxTable(new TableName(InboxTable.NAME));
    Duration retention = Duration.ofDays(14);
    InstantSource clock = InstantSource.system();

    JdbcInboxBuilder(DataSource source) {
        this.source = source;
    }

    /** The table's name, {@code [schema.]table}; {@code eventbus_inbox} if not set. */
    public JdbcInboxBuilder table(String name) {
        this.table = new InboxTable(new TableName(name));
        return this;
    }

    /**
     * How long events are remembered; 14 days if not set. Longer than the store keeps events, nothing it has can be
     * handled twice.
     */
    public JdbcInboxBuilder retention(Duration retention) {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("retention must be positive, was " + retention);
        }
        this.retention = retention;
        return this;
    }

    /** Where the time comes from that tells how old an entry is. */
    public JdbcInboxBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    public JdbcInbox build() {
        return new JdbcInbox(this);
    }
}
