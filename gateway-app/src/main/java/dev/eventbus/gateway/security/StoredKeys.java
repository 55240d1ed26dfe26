package dev.eventbus.gateway.security;

import dev.eventbus.gateway.database.Jdbc;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.List;

/** Keys of 32 random bytes, each made by whichever replica first asks for it and kept in PostgreSQL. Blocks. */
@ApplicationScoped
class StoredKeys {
    private static final int BYTES = 32;

    private final Jdbc jdbc;

    StoredKeys(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    byte[] makeOrRead(String name) {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        jdbc.update("insert into gateway.signing_key (name, secret) values (?, ?) on conflict do nothing", name, fresh);
        return jdbc.query(
                        "select secret from gateway.signing_key where name = ?", List.of(name), row -> row.getBytes(1))
                .getFirst();
    }
}
