package dev.eventbus.gateway.extensions.inprocess;

import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.extensions.inprocess.HostedExtensions.Hosted;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Enters the extensions of this process into the table of all that can be installed. */
@ApplicationScoped
class Registry {
    private static final Logger LOG = Logger.getLogger(Registry.class);

    private final Jdbc jdbc;

    Registry(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** Leaves what an administrator made of it as it is. */
    void addIfAbsent(Hosted extension) {
        int added = jdbc.update(
                "insert into gateway.extension (key, name, type) values (?, ?, 'IN_PROCESS') on conflict do nothing",
                extension.key(),
                extension.name());
        if (added == 0 && isExternal(extension.key())) {
            LOG.warnf(
                    "Extension gets no events: an external service is registered under its key. Remove that one, or"
                            + " give this one another key. extension=%s origin=%s",
                    extension.key(), extension.origin());
        }
    }

    private boolean isExternal(String key) {
        String sql = "select 1 from gateway.extension where key = ? and type = 'EXTERNAL_SERVICE'";
        return !jdbc.query(sql, List.of(key), row -> row.getInt(1)).isEmpty();
    }
}
