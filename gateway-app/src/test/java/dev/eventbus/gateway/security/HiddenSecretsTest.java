package dev.eventbus.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whoever prints an object that holds a secret does not print the secret. */
class HiddenSecretsTest {
    @Test
    void aCredentialHidesItsToken() {
        assertThat(new Credential("evb_secret", Credential.Kind.AUTHORIZATION))
                .hasToString("Credential[AUTHORIZATION]");
    }

    @Test
    void aFreshKeyShowsItsLastCharactersOnly() {
        ApiKeys.Fresh fresh = ApiKeys.make();

        assertThat(fresh).hasToString("Fresh[***" + fresh.lastFour() + "]");
    }
}
