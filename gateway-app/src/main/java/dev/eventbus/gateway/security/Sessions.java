package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Account;
import dev.eventbus.gateway.database.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sign-ins, kept in PostgreSQL: a token is good while its session is. Each replica believes a session for a few
 * seconds before asking again; while PostgreSQL is away, for some minutes, so that publishing goes on.
 */
@ApplicationScoped
public class Sessions {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration GOOD_WHILE_DATABASE_IS_AWAY = Duration.ofMinutes(15);
    private static final int CACHED = 10_000;

    private final SessionStore store;
    private final SigningKey key;
    private final InstantSource clock;
    private final Event<SessionEnded> ended;
    private final SessionCache cache = new SessionCache(CACHED);
    private final VerifiedTokens verified = new VerifiedTokens(CACHED);

    Sessions(SessionStore store, SigningKey key, InstantSource clock, Event<SessionEnded> ended) {
        this.store = store;
        this.key = key;
        this.clock = clock;
        this.ended = ended;
    }

    /** A session that was just opened, with the token to show for it. */
    record Opened(String token, SignedIn signedIn) {}

    Opened open(Account account) {
        Instant now = clock.instant();
        SignedIn signedIn = store.add(account, now);
        cache.put(signedIn, now);
        SessionToken token = new SessionToken(signedIn.sessionId(), account.id(), signedIn.expiresAt());
        return new Opened(token.sign(key.get(), now), signedIn);
    }

    /** Who a token belongs to; empty if it is wrong, expired or its session was ended. Blocks. */
    Optional<SignedIn> find(String token) {
        return verified.find(token, () -> SessionToken.verify(token, key.get(), clock.instant()))
                .flatMap(this::find);
    }

    /** As {@link #find(String)} if that takes no more than memory; empty if it would block. */
    Optional<SignedIn> known(String token) {
        Instant now = clock.instant();
        return verified.known(token)
                .filter(found -> found.expiresAt().isAfter(now))
                .flatMap(found -> cache.find(found.sessionId(), now, FRESH));
    }

    /** The session as it is now; empty once it was ended. Blocks. */
    public Optional<SignedIn> recheck(SignedIn signedIn) {
        String userId = signedIn.account().id();
        return find(new SessionToken(signedIn.sessionId(), userId, signedIn.expiresAt()));
    }

    private Optional<SignedIn> find(SessionToken token) {
        Instant now = clock.instant();
        if (!token.expiresAt().isAfter(now)) {
            return Optional.empty();
        }
        Optional<SignedIn> known = cache.find(token.sessionId(), now, FRESH);
        return known.isPresent() ? known : lookUp(token, now);
    }

    private Optional<SignedIn> lookUp(SessionToken token, Instant now) {
        try {
            Optional<SignedIn> found = store.find(token);
            found.ifPresentOrElse(signedIn -> cache.put(signedIn, now), () -> cache.forget(token.sessionId()));
            return found;
        } catch (DatabaseException e) {
            Optional<SignedIn> known = cache.find(token.sessionId(), now, GOOD_WHILE_DATABASE_IS_AWAY);
            if (known.isEmpty()) {
                throw e;
            }
            return known;
        }
    }

    /** Ends a session for good, on every replica. */
    void end(String sessionId) {
        store.end(sessionId, clock.instant());
        forget(sessionId);
        ended.fire(new SessionEnded(sessionId));
    }

    /** Has the next request of the session ask PostgreSQL: another replica ended it. */
    public void forget(String sessionId) {
        cache.forget(sessionId);
    }
}
