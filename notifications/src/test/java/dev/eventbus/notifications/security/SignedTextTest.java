package dev.eventbus.notifications.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignedTextTest {
    private static SignedText of(String secret) {
        return new SignedText(new SecretConfig() {
            @Override
            public Optional<String> secret() {
                return Optional.of(secret);
            }

            @Override
            public String databasePassword() {
                return "";
            }
        });
    }

    private final SignedText signed = of("a-secret-that-is-long-enough-for-it");

    @Test
    void takesBackWhatItSigned() {
        assertThat(signed.verify(signed.sign("Grüße\nw\nu"))).contains("Grüße\nw\nu");
        assertThat(signed.sign("x")).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void takesNothingElse() {
        String token = signed.sign("unsubscribe\ndemo\nann\nrule");

        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'Q' : 'A';
            assertThat(signed.verify(token.substring(0, i) + other + token.substring(i + 1)))
                    .isEmpty();
            assertThat(signed.verify(token.substring(0, i))).isEmpty();
        }
        assertThat(of("another-secret-that-is-long-enough!").verify(token)).isEmpty();
        assertThat(signed.verify("")).isEmpty();
        assertThat(signed.verify("x".repeat(100_000))).isEmpty();
    }
}
