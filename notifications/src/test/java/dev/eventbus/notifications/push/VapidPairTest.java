package dev.eventbus.notifications.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.notifications.database.Database;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

class VapidPairTest {
    // Of RFC 8291, appendix A.
    private static final String PUBLIC =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private static final String PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";

    @RepeatedTest(20)
    void readsWhatItWrites() {
        VapidPair made = VapidPair.generate();

        VapidPair read = VapidPair.parse(made.publicText(), made.privateText());

        assertThat(read.privateKey().getS()).isEqualTo(made.privateKey().getS());
        assertThat(read.publicText()).isEqualTo(made.publicText()).hasSize(87);
        assertThat(read.privateText()).isEqualTo(made.privateText()).hasSize(43);
    }

    @Test
    void readsAPairOfAnotherMaker() {
        assertThat(VapidPair.parse(PUBLIC, PRIVATE).publicText()).isEqualTo(PUBLIC);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BP4z | yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw | VAPID_PUBLIC_KEY must be base64url of 65 bytes
            BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8 | !!! | VAPID_PRIVATE_KEY must be base64url of 32 bytes
            BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8 | q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94 | must be a pair
            BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7B8 | yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw | must be a pair
            """)
    void refusesWhatIsNoPairWithoutShowingIt(String publicText, String privateText, String expected) {
        assertThatThrownBy(() -> VapidPair.parse(publicText, privateText))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining(privateText);
    }

    @Test
    void wantsBothKeysOrNone() {
        Database nowhere = new Database(new PGSimpleDataSource());
        TestConfig half = new TestConfig(Optional.of(PUBLIC), Optional.empty());

        assertThatThrownBy(() -> new VapidKeys(nowhere, () -> Instant.EPOCH, half))
                .hasMessageContaining("must both be set, or neither");
    }
}
