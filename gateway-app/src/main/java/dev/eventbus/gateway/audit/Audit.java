package dev.eventbus.gateway.audit;

import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.database.Jdbc;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Records who did what. */
@ApplicationScoped
public class Audit {
    private static final String DONE = "DONE";

    private final Jdbc jdbc;
    private final AuditWriter writer;
    private final CurrentVertxRequest current;
    private final InstantSource clock;

    Audit(Jdbc jdbc, AuditWriter writer, CurrentVertxRequest current, InstantSource clock) {
        this.jdbc = jdbc;
        this.writer = writer;
        this.current = current;
        this.clock = clock;
    }

    /** Records a change in its own transaction, so that there is none without the other. To be called last in it. */
    public void record(Connection transaction, AuditEntry entry) throws SQLException {
        try (PreparedStatement insert = transaction.prepareStatement(Recorded.INSERT)) {
            recorded(entry, DONE).bind(insert);
            insert.executeUpdate();
        }
    }

    /** Records what is done by no transaction. Throws {@link DatabaseException} if it cannot be recorded. */
    public void record(AuditEntry entry) {
        jdbc.inTransaction(connection -> {
            record(connection, entry);
            return entry;
        });
    }

    /** Records soon what must not wait, such as sign-ins; lost if the gateway is killed or far too many come. */
    public void note(AuditEntry entry) {
        writer.add(recorded(entry, DONE));
    }

    /** As {@link #note(AuditEntry)} for what was refused, in place of the request's own refusal. */
    public void noteRefused(AuditEntry entry, int status) {
        writer.add(recorded(entry, "REFUSED_" + status));
        RoutingContext request = request();
        if (request != null) {
            RefusalLog.settled(request);
        }
    }

    void note(Actor actor, AuditEntry entry, String result) {
        writer.add(new Recorded(clock.instant(), actor, entry, result));
    }

    private Recorded recorded(AuditEntry entry, String result) {
        RoutingContext request = request();
        Actor actor = request == null ? Actor.GATEWAY : Actor.of(request);
        return new Recorded(clock.instant(), actor, entry, result);
    }

    private @Nullable RoutingContext request() {
        return Arc.container().requestContext().isActive() ? current.getCurrent() : null;
    }
}
