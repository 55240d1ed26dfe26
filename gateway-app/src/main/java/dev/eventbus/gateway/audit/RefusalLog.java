package dev.eventbus.gateway.audit;

import dev.eventbus.webhook.RateLimit;
import dev.eventbus.webhook.TokenBucket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Notes every request that was refused for who sent it, whichever way it was refused, upgrades included; of those who
 * show no credential as many as a rate allows, and counts the others.
 */
@ApplicationScoped
public class RefusalLog {
    private static final int BEFORE_EVERYTHING = -1_500_000;
    private static final String FOREIGN = "eventbus.foreign-workspace";
    private static final String SETTLED = "eventbus.refusal-settled";
    private static final Pattern WORKSPACE = Pattern.compile("/(?:api|ws)/workspaces/([A-Za-z0-9_-]{1,64})(?:/.*)?");

    /** Anybody can be refused without a credential, as often as they like, and the log only grows. */
    private static final RateLimit OF_NOBODY = new RateLimit(50, Duration.ofSeconds(1));

    private final Audit audit;
    private final TokenBucket ofNobody = new TokenBucket(OF_NOBODY, System::nanoTime);
    private final Counter left;

    RefusalLog(Audit audit, MeterRegistry metrics) {
        this.audit = audit;
        this.left = metrics.counter("eventbus.dropped", "reason", "audit-rate");
    }

    /** Tells apart a 404 that hides a workspace from one that says there is nothing. */
    public static void foreignWorkspace(RoutingContext request) {
        request.put(FOREIGN, true);
    }

    /** Says that somebody else notes how this request ends. */
    static void settled(RoutingContext request) {
        request.put(SETTLED, true);
    }

    void install(@Observes Router router) {
        router.route().order(BEFORE_EVERYTHING).handler(context -> {
            context.addHeadersEndHandler(done -> note(context));
            context.next();
        });
    }

    private void note(RoutingContext request) {
        int status = request.response().getStatusCode();
        if (request.get(SETTLED) == null && isRefusal(request, status)) {
            Actor actor = Actor.of(request);
            if (actor.who() == null && ofNobody.take(1) == 0) {
                left.increment();
                return;
            }
            String path = String.valueOf(request.request().path());
            Matcher matcher = WORKSPACE.matcher(path);
            String workspace = matcher.matches() ? matcher.group(1) : null;
            AuditEntry entry =
                    new AuditEntry("request", workspace, request.request().method() + " " + path);
            audit.note(actor, entry, "REFUSED_" + status);
        }
    }

    private static boolean isRefusal(RoutingContext request, int status) {
        boolean isUpgrade = String.valueOf(request.request().path()).startsWith("/ws/");
        return status == 401
                || status == 403
                || status == 429
                || (status == 404 && (isUpgrade || request.get(FOREIGN) != null));
    }
}
