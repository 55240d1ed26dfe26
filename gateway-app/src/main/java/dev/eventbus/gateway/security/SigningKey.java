package dev.eventbus.gateway.security;

import dev.eventbus.gateway.database.DatabaseReady;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.Key;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.Nullable;

/** The key session tokens are signed with; kept in PostgreSQL, so that replicas and restarts share it. */
@ApplicationScoped
class SigningKey {
    private static final String NAME = "session";

    private final StoredKeys keys;
    private volatile @Nullable Key key;

    SigningKey(StoredKeys keys) {
        this.keys = keys;
    }

    void load(@Observes DatabaseReady ready) {
        get();
    }

    /** The key; made by whoever asks first. Blocks the first time only. */
    Key get() {
        Key known = key;
        if (known == null) {
            known = new HmacKey(keys.makeOrRead(NAME));
            key = known;
        }
        return known;
    }
}
