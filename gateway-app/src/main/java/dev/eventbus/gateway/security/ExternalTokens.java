package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Account;
import dev.eventbus.gateway.account.Users;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Users known by tokens of another issuer: by the subject as their id, else by a verified e-mail address. */
@ApplicationScoped
class ExternalTokens {
    private static final Logger LOG = Logger.getLogger(ExternalTokens.class);

    private final Users users;
    private final InstantSource clock;
    private final Optional<TokenVerifier> verifier;
    private final SeenLately<Account> seen;

    ExternalTokens(Users users, InstantSource clock, OidcSettings settings) {
        this.users = users;
        this.clock = clock;
        this.verifier = settings.issuer().map(issuer -> new TokenVerifier(settings, IssuerKeys.of(settings, clock)));
        this.seen = new SeenLately<>(clock);
    }

    /** A wrong configuration is told at start, not at the first token. */
    void check(@Observes StartupEvent started) {
        LOG.infof("Tokens of other issuers. accepted=%s", verifier.isPresent());
    }

    /** Empty unless there is such an issuer, the token is good, and its user is known here. */
    Optional<Caller> find(String token) {
        return verifier.flatMap(issuer -> issuer.verify(token, clock.instant())).flatMap(this::caller);
    }

    Optional<Caller> recheck(ExternalToken token) {
        return token.expiresAt().isAfter(clock.instant()) ? caller(token) : Optional.empty();
    }

    void forgetUser(String userId) {
        seen.forgetIf(account -> account.id().equals(userId));
    }

    private Optional<Caller> caller(ExternalToken token) {
        return seen.find(token.subject() + ' ' + token.email(), () -> account(token))
                .map(account -> new TokenCaller(token, account));
    }

    private Optional<Account> account(ExternalToken token) {
        Optional<Account> bySubject = users.find(token.subject());
        return bySubject.isPresent() || token.email() == null
                ? bySubject
                : users.loginOf(token.email()).flatMap(login -> users.find(login.userId()));
    }
}
