package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlGuardTest {
    private static final UrlGuard OPERATORS = UrlGuard.forOperators();
    private static final UrlGuard PUBLIC_ONLY = UrlGuard.publicOnly(List.of("Receiver:8083", "10.0.0.7", "[::1]:8083"));
    private static final WebhookUrl URL = WebhookUrl.parse("http://example.com/");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "0.0.0.0",
                "0.1.2.3",
                "192.0.2.1",
                "198.51.100.7",
                "203.0.113.9",
                "192.88.99.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "fd00:ec2::254",
                "fd00:ec2::23",
                "fd00:42::42",
                "169.254.170.23",
                "fd20:ce::254",
                "2001:db8::1",
                "2001::1",
                "2001:0:a9fe:a9fe::",
                "64:ff9b:1::1",
                "100::1",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "::a9fe:a9fe",
                "3fff::1",
                "5f00::1",
                "4000::1"
            })
    void forbidsMetadataLinkLocalAndReservedAddressesToEverybody(String address) {
        assertThatThrownBy(() -> OPERATORS.check(URL, addresses(address)))
                .isInstanceOf(ForbiddenAddressException.class);
        assertThatThrownBy(() -> PUBLIC_ONLY.check(URL, addresses(address)))
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.255.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
                "100.127.255.255", "198.18.0.1", "198.19.255.255", "192.0.0.8", "::1", "fc00::1", "fdff::1",
                "64:ff9b::10.0.0.1", "2002:7f00:1::", "2002:c0a8:101::1", "::127.0.0.1"
            })
    void keepsPrivateAddressesForOperators(String address) {
        assertThatNoException().isThrownBy(() -> OPERATORS.check(URL, addresses(address)));
        assertThatThrownBy(() -> PUBLIC_ONLY.check(URL, addresses(address)))
                .isInstanceOf(ForbiddenAddressException.class)
                .hasMessage("host example.com leads to an address that is not public");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "169.253.1.1",
                "198.17.1.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1"
            })
    void allowsPublicAddresses(String address) {
        assertThatNoException().isThrownBy(() -> OPERATORS.check(URL, addresses(address)));
        assertThatNoException().isThrownBy(() -> PUBLIC_ONLY.check(URL, addresses(address)));
    }

    @Test
    void looksInsideMappedAddresses() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xFF;
        mapped[12] = mapped[14] = (byte) 169;
        mapped[13] = mapped[15] = (byte) 254;
        InetAddress address = Inet6Address.getByAddress(null, mapped, -1);

        assertThatThrownBy(() -> OPERATORS.check(URL, List.of(address))).isInstanceOf(ForbiddenAddressException.class);
    }

    @Test
    void forbidsAHostWithOneBadAddressAmongGoodOnes() {
        assertThatThrownBy(() -> PUBLIC_ONLY.check(URL, addresses("8.8.8.8", "127.0.0.1")))
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 25, 81, 444, 1023})
    void forbidsSystemPortsOfRegisteredUrls(int port) {
        WebhookUrl url = WebhookUrl.parse("http://example.com:" + port + "/");

        assertThatThrownBy(() -> PUBLIC_ONLY.check(url, addresses("8.8.8.8"))).hasMessageContaining("port " + port);
        assertThatNoException().isThrownBy(() -> OPERATORS.check(url, addresses("8.8.8.8")));
    }

    @Test
    void trustsAllowListedHostsLikeAnOperatorsAndNoFurther() {
        WebhookUrl receiver = WebhookUrl.parse("http://receiver:8083/");
        WebhookUrl otherPort = WebhookUrl.parse("http://receiver:8084/");
        WebhookUrl literal = WebhookUrl.parse("http://10.0.0.7:22/");

        assertThatNoException().isThrownBy(() -> PUBLIC_ONLY.check(receiver, addresses("127.0.0.1")));
        assertThatNoException().isThrownBy(() -> PUBLIC_ONLY.check(literal, addresses("10.0.0.7")));
        assertThatNoException()
                .isThrownBy(() -> PUBLIC_ONLY.check(WebhookUrl.parse("http://[::1]:8083/"), addresses("::1")));
        assertThatThrownBy(() -> PUBLIC_ONLY.check(otherPort, addresses("127.0.0.1")))
                .isInstanceOf(ForbiddenAddressException.class);
        assertThatThrownBy(() -> PUBLIC_ONLY.check(receiver, addresses("169.254.169.254")))
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @Test
    void tellsWhichHostsAreListed() {
        assertThat(PUBLIC_ONLY.trusts(WebhookUrl.parse("http://RECEIVER:8083/")))
                .isTrue();
        assertThat(PUBLIC_ONLY.trusts(WebhookUrl.parse("http://receiver:8084/")))
                .isFalse();
        assertThat(OPERATORS.trusts(WebhookUrl.parse("http://receiver:8083/"))).isFalse();
    }

    private static List<InetAddress> addresses(String... literals) {
        return java.util.Arrays.stream(literals).map(UrlGuardTest::address).toList();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
