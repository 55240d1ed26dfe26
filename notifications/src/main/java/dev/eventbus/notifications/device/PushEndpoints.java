package dev.eventbus.notifications.device;

import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.webhook.ForbiddenAddressException;
import dev.eventbus.webhook.UrlCheck;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookUrl;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Decides which push services a browser may bring: a server that pushes wherever it is told is a way into its network. */
@Singleton
public final class PushEndpoints {
    private static final Duration LOOK_UP = Duration.ofSeconds(2);

    private final UrlGuard guard;
    private final UrlCheck check;

    public PushEndpoints(UrlGuard guard) {
        this.guard = guard;
        this.check = UrlCheck.by(guard);
    }

    /** What is wrong with the URL itself; its addresses are looked at by whoever connects to them. */
    public Optional<String> objection(WebhookUrl url) {
        return url.tls() || guard.trusts(url) ? Optional.empty() : Optional.of("must be an https URL");
    }

    /** Throws a {@link ProblemException} (400) unless it may be pushed to. Blocks for a look-up at most. */
    void require(String field, WebhookUrl url) {
        objection(url).ifPresent(objection -> {
            throw ProblemException.badField(field, objection);
        });
        try {
            check.check(url, LOOK_UP);
        } catch (ForbiddenAddressException e) {
            throw ProblemException.badField(
                    field,
                    "may not be pushed to: " + e.getMessage()
                            + "; an operator can add the host to EVENTBUS_ALLOWED_HOSTS");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.badField(field, "was not checked, the notifier is being stopped; try again");
        }
    }
}
