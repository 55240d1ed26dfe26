package dev.eventbus.outbox;

import dev.eventbus.jdbc.Transaction;
import dev.eventbus.outbox.PendingRows.Head;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction of the relay: claims the next keys, publishes their rows, records what became of them. The claim is
 * the transaction's locks, so it ends with the connection, however that ends; what was published and not recorded is
 * published again, under the same id.
 */
final class RelayPage {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int LONGEST_REASON = 500;

    private final RelaySettings settings;
    private final PendingRows rows;
    private final PublishRows publish;

    RelayPage(RelaySettings settings, PublishRows publish) {
        this.settings = settings;
        this.rows = new PendingRows(settings.table());
        this.publish = publish;
    }

    /** Handles the keys that follow the given one. */
    Page after(String key) throws Exception {
        Page page = Transaction.run(settings.source(), connection -> relay(connection, key), done -> true);
        tell(page.outcomes());
        return page;
    }

    private Page relay(Connection connection, String afterKey) throws Exception {
        PendingRows.readCommitted(connection);
        List<Head> heads = rows.heads(connection, afterKey, settings.batchSize());
        String lastKey =
                heads.size() < settings.batchSize() ? null : heads.getLast().orderKey();
        List<String> keys = heads.isEmpty() ? List.of() : rows.lock(connection, heads, now());
        if (keys.isEmpty()) {
            return new Page(lastKey, List.of());
        }
        int ofEach = Math.max(1, settings.batchSize() / keys.size());
        List<RowOutcome> outcomes =
                publish.publish(byKey(rows.read(connection, keys, ofEach)).values());
        record(connection, outcomes);
        return new Page(lastKey, outcomes);
    }

    private static Map<String, List<OutboxRow>> byKey(List<OutboxRow> rows) {
        Map<String, List<OutboxRow>> keys = new LinkedHashMap<>();
        rows.forEach(row ->
                keys.computeIfAbsent(row.orderKey(), key -> new ArrayList<>()).add(row));
        return keys;
    }

    private void record(Connection connection, List<RowOutcome> outcomes) throws SQLException {
        List<Long> published = new ArrayList<>();
        for (RowOutcome outcome : outcomes) {
            OutboxRow row = outcome.row();
            switch (outcome) {
                case RowOutcome.Published done -> published.add(row.position());
                case RowOutcome.Failed failed -> {
                    Instant notBefore = now().plus(settings.backoff().after(row.attempts() + 1));
                    rows.fail(connection, row, reason(failed.cause()), notBefore);
                }
                case RowOutcome.Refused refused -> rows.refuse(connection, row, reason(refused.cause()), now());
            }
        }
        if (settings.keepPublished() == null) {
            rows.delete(connection, published);
        } else {
            rows.keep(connection, published, now());
        }
    }

    private Instant now() {
        return settings.clock().instant();
    }

    private void tell(List<RowOutcome> outcomes) {
        for (RowOutcome outcome : outcomes) {
            OutboxRow row = outcome.row();
            switch (outcome) {
                case RowOutcome.Published done -> {}
                case RowOutcome.Failed failed -> tellFailure(row, failed.cause());
                case RowOutcome.Refused refused ->
                    LOG.error(
                            "Event was refused for good and set aside; its key goes on table={} eventId={} reason={}",
                            settings.table(),
                            row.eventId(),
                            reason(refused.cause()));
            }
        }
    }

    /** Aloud once for each event: an outage has many of them fail again and again. */
    private void tellFailure(OutboxRow row, Throwable cause) {
        String said = "Event could not be published and will be tried again, its key waits table={} eventId={}"
                + " attempts={} reason={}";
        if (row.attempts() == 0) {
            LOG.warn(said, settings.table(), row.eventId(), row.attempts() + 1, reason(cause));
        } else {
            LOG.debug(said, settings.table(), row.eventId(), row.attempts() + 1, reason(cause));
        }
    }

    /** PostgreSQL keeps no NUL in a text. */
    private static String reason(Throwable cause) {
        String text = cause.toString().replace('\0', ' ').replaceAll("\\s+", " ");
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }
}
