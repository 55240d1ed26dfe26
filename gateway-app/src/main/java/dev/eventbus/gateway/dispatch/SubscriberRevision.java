package dev.eventbus.gateway.dispatch;

import dev.eventbus.gateway.database.Jdbc;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The number of the last committed change to who gets events, on whichever replica. Blocks for a round trip. */
@ApplicationScoped
class SubscriberRevision {
    private final Jdbc jdbc;

    SubscriberRevision(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    long read() {
        return jdbc.query("select revision from gateway.subscriber_revision", List.of(), row -> row.getLong(1))
                .getFirst();
    }
}
