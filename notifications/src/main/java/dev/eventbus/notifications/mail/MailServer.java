package dev.eventbus.notifications.mail;

import dev.eventbus.notifications.channel.Outcome;
import dev.eventbus.webhook.BreakerSettings;
import dev.eventbus.webhook.CircuitBreaker;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.vertx.ext.mail.SMTPException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One SMTP server behind a breaker, so that mails do not queue up before one that is broken. */
final class MailServer {
    private static final Logger LOG = Logger.getLogger(MailServer.class);
    private static final BreakerSettings BREAKER =
            new BreakerSettings(Duration.ofSeconds(30), 4, 0.5, Duration.ofSeconds(2), Duration.ofMinutes(2));

    private final String name;
    private final ReactiveMailer mailer;
    private final Duration timeout;
    private final CircuitBreaker breaker;

    MailServer(String name, ReactiveMailer mailer, Duration timeout, InstantSource clock) {
        this.name = name;
        this.mailer = mailer;
        this.timeout = timeout;
        this.breaker = new CircuitBreaker(BREAKER, clock);
    }

    /** Blocks until the server answered; empty if it is broken and another may be tried. */
    Optional<Outcome> send(Mail mail) {
        if (!breaker.tryEnter()) {
            return Optional.empty();
        }
        try {
            mailer.send(mail).await().atMost(timeout);
            breaker.succeeded();
            return Optional.of(new Outcome.Sent("accepted by the mail server"));
        } catch (RuntimeException e) {
            Optional<Outcome> answer = SmtpAnswer.in(e).map(SmtpAnswer::outcome);
            if (answer.isPresent()) {
                breaker.succeeded();
            } else {
                breaker.failed();
                LOG.debugf(
                        "A mail server is broken: server=%s cause=%s",
                        name, SmtpAnswer.root(e).getClass());
            }
            return answer;
        }
    }

    /**
     * What a server said of a mail. Of the replies only those count that are about this mail: a server that shuts down
     * (421) or does not let us in (454, 530 to 538) is broken, as is one that cannot be reached.
     */
    record SmtpAnswer(int code) {
        static Optional<SmtpAnswer> in(Throwable failure) {
            return root(failure) instanceof SMTPException refused
                    ? Optional.of(new SmtpAnswer(refused.getReplyCode())).filter(SmtpAnswer::isAboutTheMail)
                    : Optional.empty();
        }

        static Throwable root(Throwable failure) {
            Throwable root = failure;
            while (root.getCause() != null && !(root instanceof SMTPException)) {
                root = root.getCause();
            }
            return root;
        }

        private boolean isAboutTheMail() {
            boolean isAboutUs = code == 421 || code == 454 || code >= 530 && code <= 538;
            return code >= 400 && code < 600 && !isAboutUs;
        }

        Outcome outcome() {
            return code < 500
                    ? new Outcome.Postponed("the mail server asks to try later: " + code)
                    : new Outcome.Failed("refused by the mail server: " + code);
        }
    }
}
