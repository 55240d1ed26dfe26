package dev.eventbus.notifications.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** Lets in whoever brings a token of the gateway, as the user and workspace it names. */
@Singleton
final class GatewayAuthentication implements HttpAuthenticationMechanism {
    /** The identity's attribute that names the workspace. */
    static final String WORKSPACE = "workspace";

    private static final String SCHEME = "Bearer ";

    private final GatewayTokens tokens;

    GatewayAuthentication(SecretConfig config) {
        tokens = new GatewayTokens(InternalSecret.of(config.secret(), config.databasePassword()));
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Uni.createFrom().nullItem();
        }
        try {
            return Uni.createFrom()
                    .item(identity(
                            tokens.verify(header.substring(SCHEME.length()).strip())));
        } catch (InvalidJwtException | MalformedClaimException e) {
            return Uni.createFrom().failure(new AuthenticationFailedException("token refused", e));
        }
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    private static SecurityIdentity identity(GatewayTokens.Grant grant) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(grant.userId()))
                .addRole(grant.role())
                .addAttribute(WORKSPACE, grant.workspaceId())
                .build();
    }
}
