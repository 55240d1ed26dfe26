package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    private static final WebhookUrl URL = WebhookUrl.parse("https://example.com/hook/t0ken?key=s3cret");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nX-Injected: 1",
                "a\nb",
                "a\rb",
                "a\u0000b",
                "é",
                " leading",
                "trailing ",
                "a\u000bb",
                "a\u2028b"
            })
    void refusesHeaderValuesThatCouldEndTheLineWithoutQuotingThem(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint(URL, Map.of("X-Key", value), Duration.ofSeconds(1)))
                .withMessageContaining("header X-Key")
                .withMessageNotContaining(value.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Key", "X-Key:", "X\r\nKey", "Ü", "(x)"})
    void refusesHeaderNamesThatAreNotTokens(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint(URL, Map.of(name, "v"), Duration.ofSeconds(1)))
                .withMessageContaining("header name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "content-length", "Transfer-Encoding", "Connection"})
    void refusesHeadersThatFrameTheRequest(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint(URL, Map.of(name, "v"), Duration.ofSeconds(1)))
                .withMessageContaining("set by the HTTP client");
    }

    @Test
    void acceptsUsualHeaders() {
        Map<String, String> headers = Map.of("Authorization", "Bearer a.b-c", "X-Empty", "", "Content-Type", "a/b");

        assertThat(new Endpoint(URL, headers, Duration.ofSeconds(1)).headers()).isEqualTo(headers);
    }

    @Test
    void refusesATimeoutOutsideItsRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint(URL, Map.of(), Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint(URL, Map.of(), Duration.ofMinutes(6)));
    }

    @Test
    void showsNoSecret() {
        Endpoint endpoint = new Endpoint(URL, Map.of("Authorization", "Bearer s3cret"), Duration.ofSeconds(1));

        assertThat(endpoint.toString())
                .isEqualTo("Endpoint[url=https://example.com:443/…, headers=[Authorization], timeout=PT1S]");
    }

    @ParameterizedTest
    @CsvSource({
        "http://Example.COM, example.com, 80, /",
        "https://example.com?x=1, example.com, 443, /?x=1",
        "HTTPS://hns_nginx:8443/a/b?c=d/e, hns_nginx, 8443, /a/b?c=d/e",
        "http://[::1]:81/, ::1, 81, /",
        "http://192.0.2.1/%2e, 192.0.2.1, 80, /%2e",
    })
    void readsUrls(String text, String host, int port, String path) {
        WebhookUrl url = WebhookUrl.parse(text);

        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "ftp://example.com",
                "http://",
                "http:///x",
                "http://user@example.com/",
                "http://a:b@example.com/",
                "http://example.com:0/",
                "http://example.com:65536/",
                "http://example.com:/",
                "http://exa mple.com/",
                "http://example.com/#f",
                "http://example.com/\r\nX: 1",
                "file:///etc/passwd",
                "http://0x7f.0.0.1/",
                "http://2130706433/",
                "http://127.1/",
                "http://0177.0.0.1/",
                "http://127.0.0.1./",
                "http://1.2.3.256/",
                "http://01.2.3.4/",
                "http://0x7f000001/",
                "http://[::1/",
                "http://[fe80::1%25eth0]/",
                "http://münchen.de/",
                "http://a..b/",
                "http://①②⑦.0.0.1/",
                "http://127.0.0.1\\@example.com/",
                "//example.com/",
                "http://example.com:80:80/",
                "javascript:alert(1)",
                "http://[127.0.0.1]:x/",
                "http://[:::]/"
            })
    void refusesUrlsThatCouldMeanSomethingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookUrl.parse(text))
                .withMessageStartingWith("url must");
    }
}
