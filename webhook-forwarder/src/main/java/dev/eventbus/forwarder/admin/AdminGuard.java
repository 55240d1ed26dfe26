package dev.eventbus.forwarder.admin;

import dev.eventbus.forwarder.config.ForwarderSettings;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets nobody to any resource method of this process without the token. It looks at no path, so there is no way of
 * writing one that goes around it, and a new resource is closed until it has been let in by this.
 */
@Singleton
public final class AdminGuard {
    /** Asked at each request: filters are made while the process is built, when there is no environment yet. */
    private final Provider<ForwarderSettings> settings;

    AdminGuard(Provider<ForwarderSettings> settings) {
        this.settings = settings;
    }

    @ServerRequestFilter
    void check(ContainerRequestContext request) {
        AdminToken token = AdminToken.of(settings.get().admin().token());
        if (!token.isSet()) {
            throw new ProblemException(Problem.of(
                    404,
                    "ADMIN_OFF",
                    "Administration is off; to turn it on, set FORWARDER_ADMIN_TOKEN (at least 16 characters)"
                            + " and restart."));
        }
        if (!token.isIn(request.getHeaderString(HttpHeaders.AUTHORIZATION))) {
            throw new ProblemException(Problem.of(
                    401, "UNAUTHENTICATED", "Send Authorization: Bearer with the token of FORWARDER_ADMIN_TOKEN."));
        }
    }
}
