package dev.eventbus.notifications.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.notifications.channel.Outcome;
import io.quarkus.mailer.Mail;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailServerTest {
    private Throwable failure = new ConnectException();
    private int asked;
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");

    private final MailServer server = new MailServer(
            "first",
            mails -> {
                asked++;
                return Uni.createFrom().failure(failure);
            },
            Duration.ofSeconds(1),
            () -> now);

    @ParameterizedTest
    @CsvSource(textBlock = """
                    450, QUEUED, the mail server asks to try later: 450
                    451, QUEUED, the mail server asks to try later: 451
                    550, FAILED, refused by the mail server: 550
                    552, FAILED, refused by the mail server: 552
                    """)
    void tellsLaterFromNever(int code, String state, String reason) {
        failure = new CompletionException(new SMTPException("no <ann@example.com>", code, List.of("x"), code > 499));

        Outcome outcome = server.send(new Mail()).orElseThrow();

        assertThat(outcome.state()).isEqualTo(state);
        assertThat(outcome.why()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"421", "454", "530", "535", "0"})
    void leavesToTheNextWhatIsNotAboutTheMail(int code) {
        failure = new SMTPException("go away", code, List.of(), true);

        assertThat(server.send(new Mail())).isEmpty();
    }

    @Test
    void isNotAskedForAWhileWhenItIsBroken() {
        for (int i = 0; i < 10; i++) {
            assertThat(server.send(new Mail())).isEmpty();
        }
        assertThat(asked).isEqualTo(4);

        now = now.plusSeconds(6);
        assertThat(server.send(new Mail())).isEmpty();
        assertThat(asked).isEqualTo(5);
    }
}
