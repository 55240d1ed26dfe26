package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Account;
import dev.eventbus.gateway.account.Passwords;
import dev.eventbus.gateway.account.Users;
import dev.eventbus.gateway.audit.Audit;
import dev.eventbus.gateway.audit.AuditEntry;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Checks e-mail address and password, and slows down whoever guesses. */
@ApplicationScoped
class SignIn {
    private static final Logger LOG = Logger.getLogger(SignIn.class);

    private final Audit audit;
    private final Users users;
    private final Passwords passwords;
    private final LoginThrottle perAddressAndUser;
    private final LoginThrottle perAddress;

    SignIn(Audit audit, Users users, Passwords passwords, InstantSource clock) {
        this.audit = audit;
        this.users = users;
        this.passwords = passwords;
        this.perAddressAndUser = new LoginThrottle(5, clock);
        this.perAddress = new LoginThrottle(100, clock);
    }

    /**
     * The user these belong to. Throws a {@link ProblemException}: 401, the same and after the same time for an unknown
     * address and a wrong password; 429 after repeated failures.
     */
    Account check(String email, String password, String address) {
        String key = address + ' ' + email.toLowerCase(Locale.ROOT);
        requireNoWait(key, address);
        Optional<Users.Login> login = users.loginOf(email);
        boolean matches = passwords.matches(password, login.map(Users.Login::passwordHash));
        // Many guesses sent at once would all have passed the first look before the first of them was counted.
        requireNoWait(key, address);
        Optional<Account> account = matches ? login.flatMap(known -> users.find(known.userId())) : Optional.empty();
        if (account.isEmpty()) {
            perAddressAndUser.failed(key);
            perAddress.failed(address);
            LOG.infof("Sign-in refused. address=%s", address);
            audit.noteRefused(entry(login.map(Users.Login::userId).orElse(null)), 401);
            throw new ProblemException(
                    Problem.of(401, "BAD_CREDENTIALS", "The e-mail address or the password is wrong."));
        }
        perAddressAndUser.succeeded(key);
        audit.note(entry(account.get().id()));
        return account.get();
    }

    /** What was typed as an address is not kept: it may be a password. */
    private static AuditEntry entry(@Nullable String userId) {
        return new AuditEntry("login", null, userId);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private void requireNoWait(String key, String address) {
        Duration wait = longer(perAddressAndUser.waitFor(key), perAddress.waitFor(address));
        if (wait.isPositive()) {
            int seconds = (int) wait.toSeconds() + 1;
            audit.noteRefused(entry(null), 429);
            throw new ProblemException(
                    Problem.of(429, "TOO_MANY_ATTEMPTS", "Too many failed sign-ins; try again in " + seconds + " s.")
                            .retryAfter(seconds));
        }
    }
}
