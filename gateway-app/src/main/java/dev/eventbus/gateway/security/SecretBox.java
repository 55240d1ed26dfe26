package dev.eventbus.gateway.security;

import dev.eventbus.gateway.database.DatabaseReady;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Seals what is stored but never shown, such as signing secrets. Keys come from {@code SECRETS_KEY}, newest first; the
 * last one is always the key kept in PostgreSQL, so that setting the variable later loses nothing.
 */
@ApplicationScoped
public class SecretBox {
    private static final String NAME = "secrets";

    private final StoredKeys stored;
    private final List<SealingKey> configured;
    private volatile @Nullable List<SealingKey> keys;

    SecretBox(StoredKeys stored, @ConfigProperty(name = "gateway.secrets-key") Optional<String> configured) {
        this.stored = stored;
        this.configured = Arrays.stream(configured.orElse("").split(","))
                .filter(text -> !text.isBlank())
                .map(SealingKey::parse)
                .toList();
    }

    void load(@Observes DatabaseReady ready) {
        keys();
    }

    /** Seals under the first key. Blocks the first time only, and must not be called during work on a connection. */
    public byte[] seal(String secret) {
        return keys().getFirst().seal(secret);
    }

    /**
     * Opens what {@link #seal} made on any replica.
     *
     * @throws IllegalStateException if it was sealed under a key that is not there
     * @throws IllegalArgumentException if it was changed or cut
     */
    public String open(byte[] sealed) {
        return keys().stream()
                .filter(key -> key.hasSealed(sealed))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A stored secret was sealed under a key that is not there;"
                        + " add the former key to SECRETS_KEY, behind the new one and a comma."))
                .open(sealed);
    }

    private List<SealingKey> keys() {
        List<SealingKey> known = keys;
        if (known == null) {
            known = new ArrayList<>(configured);
            known.add(new SealingKey(stored.makeOrRead(NAME)));
            keys = known;
        }
        return known;
    }
}
