package dev.eventbus.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eventbus.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {
    record Deal(String dealId) {}

    @Test
    void readsRecordsAndMaps() {
        Payload payload = Events.payload("{\"dealId\":\"deal-123\"}");

        assertThat(PayloadReader.read(payload, Deal.class)).isEqualTo(new Deal("deal-123"));
        assertThat(PayloadReader.read(payload, Map.class)).isEqualTo(Map.of("dealId", "deal-123"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"dealId\":", "tru"})
    void namesTheWholeValueWhenTheBytesAreNoJson(String bytes) {
        Payload broken = Payload.wrap(bytes.getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(PayloadMismatchException.class)
                .isThrownBy(() -> PayloadReader.read(broken, Deal.class))
                .withMessage("payload does not fit " + Deal.class.getName() + " at $");
    }

    record Line(String sku) {
        Line {
            if (sku == null) {
                throw new PayloadMismatchException("$.sku", "sku must be given");
            }
        }
    }

    record Order(List<Line> lines) {}

    @Test
    void keepsWhatAPayloadTypeItselfSaysWithThePlaceItStandsAt() {
        Payload payload = Events.payload("{\"lines\":[{\"sku\":\"a\"},{\"sku\":null}]}");

        assertThatExceptionOfType(PayloadMismatchException.class)
                .isThrownBy(() -> PayloadReader.read(payload, Order.class))
                .withMessage("sku must be given")
                .satisfies(e -> assertThat(e.jsonPath()).isEqualTo("$.lines[1].sku"));
    }
}
