package dev.eventbus.gateway.security;

import dev.eventbus.gateway.database.DatabaseReady;
import dev.eventbus.gateway.database.Jdbc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.Key;
import java.security.SecureRandom;
import java.util.List;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.Nullable;

/** The key session tokens are signed with; kept in PostgreSQL, so that replicas and restarts share it. */
@ApplicationScoped
class SigningKey {
    private static final String NAME = "session";
    private static final int BYTES = 32;

    private final Jdbc jdbc;
    private volatile @Nullable Key key;

    SigningKey(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void load(@Observes DatabaseReady ready) {
        get();
    }

    /** The key; made by whoever asks first. Blocks the first time only. */
    Key get() {
        Key known = key;
        if (known == null) {
            known = new HmacKey(makeOrRead());
            key = known;
        }
        return known;
    }

    private byte[] makeOrRead() {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        jdbc.update("insert into gateway.signing_key (name, secret) values (?, ?) on conflict do nothing", NAME, fresh);
        return jdbc.query(
                        "select secret from gateway.signing_key where name = ?", List.of(NAME), row -> row.getBytes(1))
                .getFirst();
    }
}
