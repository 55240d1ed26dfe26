package dev.eventbus.gateway.account;

import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** BCrypt, a few at a time: hashing is slow on purpose and must not take every core. */
@ApplicationScoped
public class Passwords {
    /** What BCrypt looks at; more would be cut silently. */
    private static final int MAX_BYTES = 72;

    private final Semaphore permits = new Semaphore(2);

    /** Compared against when there is no such user, so that the answer takes as long. */
    private final String nobody = BcryptUtil.bcryptHash(UUID.randomUUID().toString());

    public String hash(String password) {
        if (isTooLong(password)) {
            throw new IllegalArgumentException("password must be at most " + MAX_BYTES + " bytes");
        }
        return BcryptUtil.bcryptHash(password);
    }

    /** Whether the password belongs to the hash; takes as long without a hash as with one. */
    public boolean matches(String password, Optional<String> hash) {
        permits.acquireUninterruptibly();
        try {
            String compared = isTooLong(password) ? "" : password;
            return BcryptUtil.matches(compared, hash.orElse(nobody)) && hash.isPresent() && !compared.isEmpty();
        } finally {
            permits.release();
        }
    }

    private static boolean isTooLong(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }
}
