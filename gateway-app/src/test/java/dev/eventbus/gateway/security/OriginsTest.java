package dev.eventbus.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    private final Origins origins = new Origins(Optional.of(List.of("https://app.example.com")));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, true",
                "same-origin, -, true",
                "none, -, true",
                "same-site, -, false",
                "cross-site, -, false",
                "cross-site, https://app.example.com, true",
                "cross-site, https://APP.example.com, true",
                "cross-site, https://evil.example.com, false",
                "same-origin, http://gw.example.com:8080, true",
                "-, http://gw.example.com:8080, true",
                "-, http://gw.example.com, false",
                "-, https://gw.example.com:8080, false",
                "-, http://gw.example.com:8080.evil.com, false",
                "-, null, false",
                "-, '', false"
            })
    void permitsCookieWritesFromOwnPagesOnly(String fetchSite, String origin, boolean permitted) {
        URI base = URI.create("http://gw.example.com:8080/");

        assertThat(origins.permitWrite(fetchSite, origin, base)).isEqualTo(permitted);
    }

    @ParameterizedTest
    @CsvSource({"https://gw.example.com, https://gw.example.com", "https://gw.example.com, https://gw.example.com:443"})
    void leavesTheDefaultPortOut(String origin, URI base) {
        assertThat(origins.permit(origin, base)).isTrue();
    }
}
