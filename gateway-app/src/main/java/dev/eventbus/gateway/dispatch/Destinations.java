package dev.eventbus.gateway.dispatch;

import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.webhook.ForbiddenAddressException;
import dev.eventbus.webhook.UrlCheck;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Looks at URLs when they are registered; at each delivery the same guard is asked again. */
@ApplicationScoped
public class Destinations {
    private static final Duration LOOK_UP = Duration.ofSeconds(2);

    private final UrlCheck check;

    Destinations(UrlGuard guard) {
        this.check = UrlCheck.by(guard);
    }

    /** Throws a {@link ProblemException} (400) naming the field unless deliveries may go there. Blocks. */
    public void require(String field, WebhookUrl url) {
        try {
            check.check(url, LOOK_UP);
        } catch (ForbiddenAddressException e) {
            String remedy = "; register a public address, or have the operator add the host to EVENTBUS_ALLOWED_HOSTS";
            throw new ProblemException(Problem.invalid(field, field + ": " + e.getMessage() + remedy));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.unavailable("STOPPING", "The gateway is being stopped; try again."));
        }
    }
}
