package dev.eventbus.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eventbus.Payload;
import java.nio.charset.StandardCharsets;
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
}
