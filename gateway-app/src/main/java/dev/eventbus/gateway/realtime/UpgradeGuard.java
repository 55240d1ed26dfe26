package dev.eventbus.gateway.realtime;

import dev.eventbus.gateway.account.Membership;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.gateway.security.Caller;
import dev.eventbus.gateway.security.Origins;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/**
 * Decides before the upgrade: 401 without a session, 404 for a workspace one has no part in, 403 for a cookie that a
 * foreign page sent along - browsers send cookies with any page's WebSocket, so the origin has to be known.
 */
@ApplicationScoped
class UpgradeGuard implements HttpUpgradeCheck {
    static final UserData.TypedKey<Caller> CALLER = new UserData.TypedKey<>("caller");
    static final UserData.TypedKey<HttpConnection> LINE = new UserData.TypedKey<>("line");

    private final Origins origins;

    UpgradeGuard(Origins origins) {
        this.origins = origins;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext upgrade) {
        return upgrade.securityIdentity().map(identity -> check(upgrade, identity));
    }

    private CheckResult check(HttpUpgradeContext upgrade, SecurityIdentity identity) {
        try {
            Caller caller = Caller.of(identity);
            if (caller.usesCookie() && !isOwnPage(upgrade.httpRequest())) {
                return CheckResult.rejectUpgradeSync(403);
            }
            caller.requireIn(upgrade.pathParam("ws"), Membership.Role.MEMBER);
            upgrade.userData().put(CALLER, caller);
            upgrade.userData().put(LINE, upgrade.httpRequest().connection());
            Line.takeStrictFrames(upgrade.httpRequest().connection());
            return CheckResult.permitUpgradeSync();
        } catch (ProblemException e) {
            return CheckResult.rejectUpgradeSync(e.problem().status());
        }
    }

    private boolean isOwnPage(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        HostAndPort authority = request.authority();
        return origin != null
                && authority != null
                && !authority.host().isEmpty()
                && origins.permit(origin, URI.create(request.scheme() + "://" + authority));
    }
}
