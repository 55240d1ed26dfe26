package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlCheckTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private final UrlCheck check =
            UrlCheck.by(UrlGuard.publicOnly(List.of("127.0.0.1:8083")), new HostLookup(UrlCheckTest::resolve));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://10.1.2.3:8083/",
                "http://[::1]/",
                "http://169.254.169.254/latest",
                "http://private.example/",
                "http://mixed.example/",
                "http://public.example:22/",
                "http://gone.example:22/"
            })
    void refusesWhatNoDeliveryWouldReach(String url) {
        assertThatThrownBy(() -> check.check(WebhookUrl.parse(url), LIMIT))
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://public.example/", "http://127.0.0.1:8083/", "https://gone.example/"})
    void passesWhatMayBeReachedOrIsNotThereNow(String url) {
        assertThatNoException().isThrownBy(() -> check.check(WebhookUrl.parse(url), LIMIT));
    }

    @Test
    void passesWhatIsNotFoundInTime() {
        UrlCheck slow = UrlCheck.by(UrlGuard.publicOnly(List.of()), new HostLookup(host -> {
            throw new UnknownHostException("no answer");
        }));

        assertThatNoException().isThrownBy(() -> slow.check(WebhookUrl.parse("http://a.example/"), Duration.ZERO));
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        return switch (host) {
            case "public.example" -> addresses("8.8.8.8");
            case "private.example" -> addresses("10.0.0.1");
            case "mixed.example" -> addresses("8.8.8.8", "127.0.0.1");
            default -> throw new UnknownHostException(host);
        };
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }
}
