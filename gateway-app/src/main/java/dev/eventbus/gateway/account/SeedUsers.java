package dev.eventbus.gateway.account;

import dev.eventbus.gateway.database.DatabaseReady;
import dev.eventbus.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Creates the users of {@code SEED_USERS} that are not there yet; leaves the others as they are. */
@ApplicationScoped
class SeedUsers {
    private static final Logger LOG = Logger.getLogger(SeedUsers.class);

    private final Users users;
    private final Passwords passwords;
    private final Optional<String> configured;

    SeedUsers(
            Users users,
            Passwords passwords,
            @ConfigProperty(name = "gateway.seed-users") Optional<String> configured) {
        this.users = users;
        this.passwords = passwords;
        this.configured = configured;
    }

    void seed(@Observes DatabaseReady ready) {
        if (configured.isEmpty()) {
            return;
        }
        SeedUser[] wanted = Json.read(configured.get().getBytes(StandardCharsets.UTF_8), SeedUser[].class);
        int added = 0;
        for (SeedUser user : wanted) {
            boolean isNew = users.loginOf(user.email()).isEmpty();
            String hash = isNew ? passwords.hash(user.password()) : "";
            added += users.addIfAbsent(user, hash) ? 1 : 0;
        }
        LOG.infof("Users of the configuration seeded. wanted=%d added=%d", wanted.length, added);
    }
}
