package dev.eventbus.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionCookieTest {
    @Test
    void isForTheServerAlone() {
        assertThat(SessionCookie.carrying("t.o.k", Duration.ofHours(1), false))
                .isEqualTo("eventbus_session=t.o.k; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax");
    }

    @Test
    void staysOnItsHostOverTls() {
        assertThat(SessionCookie.carrying("t", Duration.ofSeconds(1), true))
                .isEqualTo("__Host-eventbus_session=t; Path=/; Max-Age=1; HttpOnly; SameSite=Lax; Secure");
    }

    @Test
    void isDroppedAfterSigningOut() {
        assertThat(SessionCookie.expired(false))
                .startsWith("eventbus_session=; ")
                .contains("Max-Age=0");
    }
}
