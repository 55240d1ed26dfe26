package dev.eventbus.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final SessionToken RIGHT = new SessionToken("session", "user", Instant.EPOCH);

    private final VerifiedTokens tokens = new VerifiedTokens(2);

    @Test
    void verifiesTheSameTextOnce() {
        tokens.find("text", () -> Optional.of(RIGHT));

        assertThat(tokens.find("text", () -> {
                    throw new AssertionError("verified again");
                }))
                .contains(RIGHT);
    }

    @Test
    void keepsNothingThatWasWrong() {
        tokens.find("text", Optional::empty);

        assertThat(tokens.known("text")).isEmpty();
    }

    @Test
    void doesNotGrowBeyondItsCapacity() {
        tokens.find("one", () -> Optional.of(RIGHT));
        tokens.find("two", () -> Optional.of(RIGHT));
        tokens.find("three", () -> Optional.of(RIGHT));

        assertThat(tokens.known("one")).isEmpty();
        assertThat(tokens.known("three")).contains(RIGHT);
    }
}
