package dev.eventbus.gateway.security;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Optional;

/** Finds out who shows a credential, and whether it is still good. Blocks. */
@ApplicationScoped
public class Callers {
    private final Sessions sessions;
    private final ApiKeys keys;
    private final ExternalTokens tokens;
    private final Event<PartChanged> partChanged;

    Callers(Sessions sessions, ApiKeys keys, ExternalTokens tokens, Event<PartChanged> partChanged) {
        this.sessions = sessions;
        this.keys = keys;
        this.tokens = tokens;
        this.partChanged = partChanged;
    }

    Optional<Caller> find(Credential credential) {
        if (ApiKey.isOne(credential.token())) {
            // A cookie holds sessions only: whoever else sets one is up to something.
            return credential.kind() == Credential.Kind.COOKIE
                    ? Optional.empty()
                    : keys.find(credential.token()).map(KeyCaller::new);
        }
        Optional<Caller> session =
                sessions.find(credential.token()).map(signedIn -> new SessionCaller(signedIn, credential.kind()));
        return session.isPresent() || credential.kind() == Credential.Kind.COOKIE
                ? session
                : tokens.find(credential.token());
    }

    /** As {@link #find} where memory knows; empty where it would have to block. */
    Optional<Caller> known(Credential credential) {
        if (ApiKey.isOne(credential.token())) {
            return credential.kind() == Credential.Kind.COOKIE
                    ? Optional.empty()
                    : keys.known(credential.token()).map(KeyCaller::new);
        }
        return sessions.known(credential.token()).map(signedIn -> new SessionCaller(signedIn, credential.kind()));
    }

    /**
     * The member of the workspace who sends the request, where memory knows and nothing else is to be looked at: not
     * the origin, as for a cookie, and no visit of an administrator. Does not block.
     */
    public Optional<Caller> knownMember(HttpServerRequest request, String workspaceId) {
        return Credential.of(request)
                .filter(credential -> credential.kind() == Credential.Kind.AUTHORIZATION)
                .flatMap(this::known)
                .filter(caller -> caller.account().membershipOf(workspaceId).isPresent());
    }

    /** The caller as of now; empty once the credential was ended or expired. */
    public Optional<Caller> recheck(Caller caller) {
        return switch (caller) {
            case SessionCaller session ->
                sessions.recheck(session.signedIn()).map(now -> new SessionCaller(now, session.kind()));
            case KeyCaller key -> keys.recheck(key.key()).map(KeyCaller::new);
            case TokenCaller token -> tokens.recheck(token.token());
        };
    }

    /** Has the next request with the credential ask PostgreSQL: another replica ended it. */
    public void forget(String credentialId) {
        sessions.forget(credentialId);
        keys.forget(credentialId);
    }

    /** Has the user's next request ask PostgreSQL: another replica changed their part. */
    public void forgetUser(String userId) {
        sessions.forgetUser(userId);
        tokens.forgetUser(userId);
    }

    /** Has a user's changed part take effect on every replica; to be called after the change is committed. */
    public void partChanged(String userId) {
        forgetUser(userId);
        partChanged.fire(new PartChanged(userId));
    }
}
