package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Account;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Sign-ins, kept in PostgreSQL: a token is good while its session is. */
@ApplicationScoped
class Sessions {
    private final SessionStore store;
    private final SigningKey key;
    private final InstantSource clock;
    private final Event<CredentialEnded> ended;
    private final SeenLately<SignedIn> seen;
    private final VerifiedTokens verified = new VerifiedTokens();

    Sessions(SessionStore store, SigningKey key, InstantSource clock, Event<CredentialEnded> ended) {
        this.store = store;
        this.key = key;
        this.clock = clock;
        this.ended = ended;
        this.seen = new SeenLately<>(clock);
    }

    /** A session that was just opened, with the token to show for it. */
    record Opened(String token, SignedIn signedIn) {
        @Override
        public String toString() {
            return "Opened[" + signedIn.sessionId() + "]";
        }
    }

    Opened open(Account account) {
        Instant now = clock.instant();
        SignedIn signedIn = store.add(account, now);
        seen.put(signedIn.sessionId(), signedIn);
        SessionToken token = new SessionToken(signedIn.sessionId(), account.id(), signedIn.expiresAt());
        return new Opened(token.sign(key.get(), now), signedIn);
    }

    /** Who a token belongs to; empty if it is wrong, expired or its session was ended. Blocks. */
    Optional<SignedIn> find(String token) {
        return verified.find(token, () -> SessionToken.verify(token, key.get(), clock.instant()))
                .flatMap(this::find);
    }

    /** As {@link #find(String)} where memory knows; empty where it would have to block. */
    Optional<SignedIn> known(String token) {
        Instant now = clock.instant();
        return verified.known(token)
                .filter(found -> found.expiresAt().isAfter(now))
                .flatMap(found -> seen.known(found.sessionId()));
    }

    /** The session as it is now; empty once it was ended. Blocks. */
    Optional<SignedIn> recheck(SignedIn signedIn) {
        String userId = signedIn.account().id();
        return find(new SessionToken(signedIn.sessionId(), userId, signedIn.expiresAt()));
    }

    private Optional<SignedIn> find(SessionToken token) {
        Instant now = clock.instant();
        if (!token.expiresAt().isAfter(now)) {
            return Optional.empty();
        }
        return seen.find(token.sessionId(), () -> store.find(token));
    }

    /** Ends a session for good, on every replica. */
    void end(String sessionId) {
        store.end(sessionId, clock.instant());
        forget(sessionId);
        ended.fire(new CredentialEnded(sessionId));
    }

    void forget(String sessionId) {
        seen.forget(sessionId);
    }

    void forgetUser(String userId) {
        seen.forgetIf(signedIn -> signedIn.account().id().equals(userId));
    }
}
