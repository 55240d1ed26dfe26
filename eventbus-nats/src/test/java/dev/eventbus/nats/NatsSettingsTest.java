package dev.eventbus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NatsSettingsTest {
    @Test
    void readsServersSeparatedByCommas() {
        assertThat(NatsSettings.of(" nats://a:1 , nats://b:2,").servers()).containsExactly("nats://a:1", "nats://b:2");
    }

    @Test
    void refusesNoServerAtAll() {
        assertThatThrownBy(() -> NatsSettings.of(" , "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("servers");
    }

    @Test
    void refusesAUrlThatNoNatsServerHas() {
        assertThat(NatsSettings.of("tls://a:1,ws://b,c:4222").servers()).hasSize(3);
        assertThatThrownBy(() -> NatsSettings.of("http://u:s3cret@a:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a server's URL must begin with nats://, tls://, ws:// or wss://, was http://a:1");
    }

    @Test
    void refusesAUserWithoutPassword() {
        NatsSettings settings = NatsSettings.of("nats://a:1");

        assertThatThrownBy(() -> settings.withUser("u", null)).hasMessageContaining("password");
    }

    @Test
    void keepsSecretsOutOfItsText() {
        NatsSettings settings = NatsSettings.of("nats://u:s3cret@a:1").withUser("u", "pa55word");

        assertThat(settings.toString()).contains("//a:1").doesNotContain("s3cret", "pa55word");
    }

    @Test
    void keepsSecretsOutOfWhatTheClientLibrarySays() {
        String said = "Unable to connect to NATS servers: [nats://u:s3/cret@a:1, tls://u:s3c@ret@b:2, nats://c:3]";

        assertThat(NatsSettings.bare(said))
                .isEqualTo("Unable to connect to NATS servers: [nats://a:1, tls://b:2, nats://c:3]");
    }

    @Test
    void refusesADuplicateWindowLongerThanTheAge() {
        StreamSpec spec = StreamSpec.of("S", java.util.List.of("s.>"));

        assertThat(spec.withMaxAge(Duration.ofSeconds(30)).duplicateWindow()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> spec.withMaxAge(Duration.ofHours(1)).withDuplicateWindow(Duration.ofHours(2)))
                .hasMessageContaining("duplicateWindow");
    }
}
