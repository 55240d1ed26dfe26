package dev.eventbus.gateway.extensions.inprocess;

import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.extensions.inprocess.HostedExtensions.Hosted;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Enters the extensions of this process into the table of all that can be installed. */
@ApplicationScoped
class Registry {
    private static final Logger LOG = Logger.getLogger(Registry.class);

    private static final String ENTER = """
            insert into gateway.extension as known (key, name, type, handled) values (?, ?, 'IN_PROCESS', ?)
            on conflict (key) do update set handled = excluded.handled
            where known.type = 'IN_PROCESS' and known.handled <> excluded.handled""";

    private final Jdbc jdbc;

    Registry(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** Leaves what an administrator made of it as it is; which events it takes, the last replica to start says. */
    void enter(Hosted extension, Set<String> eventKeys) {
        if (enter(extension, eventKeys.stream().sorted().toList()) == 0 && isExternal(extension.key())) {
            LOG.warnf(
                    "Extension gets no events: an external service is registered under its key. Remove that one, or"
                            + " give this one another key. extension=%s origin=%s",
                    extension.key(), extension.origin());
        }
    }

    private int enter(Hosted extension, List<String> eventKeys) {
        return jdbc.inTransaction(connection -> Jdbc.update(
                connection,
                ENTER,
                extension.key(),
                extension.name(),
                connection.createArrayOf("text", eventKeys.toArray())));
    }

    private boolean isExternal(String key) {
        String sql = "select 1 from gateway.extension where key = ? and type = 'EXTERNAL_SERVICE'";
        return !jdbc.query(sql, List.of(key), row -> row.getInt(1)).isEmpty();
    }
}
