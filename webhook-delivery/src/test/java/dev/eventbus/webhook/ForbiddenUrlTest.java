package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.webhook.Outcome.Delivered;
import dev.eventbus.webhook.Outcome.Failure;
import dev.eventbus.webhook.Outcome.Unreachable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to write the address of a place inside; a canary that listens on all of this machine sees nobody. */
@Timeout(20)
class ForbiddenUrlTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Content BODY = Content.json(new byte[] {'1'});

    private RawEndpoint canary;

    @BeforeEach
    void start() throws IOException {
        canary = RawEndpoint.statusOnEveryAddress(200);
    }

    @AfterEach
    void stop() throws IOException {
        canary.close();
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "[::ffff:127.0.0.1]", "localhost", "any.example"})
    void operatorsReachTheCanary(String host) {
        assertThat(send(UrlGuard.forOperators(), "http://" + host + ":" + canary.port()))
                .isEqualTo(new Delivered(200));
        assertThat(canary.connections).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // this host
                "127.0.0.1",
                "127.0.0.2",
                "127.255.255.254",
                "0.0.0.0",
                "0.0.0.1",
                "[::]",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[0000:0000:0000:0000:0000:0000:0000:0001]",
                "localhost",
                "LOCALHOST",
                "localhost.localdomain",
                "rebind.example",
                "127.0.0.1.nip.example",
                "xn--localhost.example",
                // IPv4 inside IPv6
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::FFFF:7F00:0001]",
                "[0:0:0:0:0:ffff:7f00:1]",
                "[::127.0.0.1]",
                "[::7f00:1]",
                "[::ffff:0:127.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[64:ff9b:1::7f00:1]",
                "[2002:7f00:1::]",
                "[2002:7f00:0001::1]",
                "[2001:0:7f00:1::]",
                "[2001::80ff:fffe]",
                "[::ffff:169.254.169.254]",
                "[64:ff9b::a9fe:a9fe]",
                "[2002:a9fe:a9fe::]",
                "[::ffff:10.0.0.1]",
                // private networks
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "100.64.0.1",
                "100.127.255.254",
                "192.0.0.1",
                "198.18.0.1",
                "198.19.255.255",
                "[fc00::1]",
                "[fdff:ffff::1]",
                // cloud metadata, platform credentials
                "169.254.169.254",
                "169.254.170.2",
                "169.254.170.23",
                "169.254.42.42",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "[fd00:ec2::254]",
                "[fd00:ec2::23]",
                "[fd00:42::42]",
                "[fd20:ce::254]",
                "[fe80::a9fe:a9fe]",
                "metadata.google.example",
                // what no endpoint can be
                "[fe80::1]",
                "[fec0::1]",
                "[ff02::1]",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "192.0.2.1",
                "198.51.100.1",
                "203.0.113.1",
                "192.88.99.1",
                "[100::1]",
                "[100:0:0:1::1]",
                "[2001:db8::1]",
                "[2001:10::1]",
                "[2001:20::1]",
                "[3fff::1]",
                "[5f00::1]",
                "[4000::1]",
                "[e000::1]"
            })
    void noRegisteredUrlLeadsInside(String host) {
        for (String scheme : List.of("http", "https")) {
            Outcome outcome = send(UrlGuard.publicOnly(List.of()), scheme + "://" + host + ":" + canary.port());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            gone -> assertThat(gone.failure()).isEqualTo(Failure.POLICY));
        }
        assertThat(canary.connections).hasValue(0);
    }

    /** An operator may mean a private network, never these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.170.2",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "[fd00:ec2::254]",
                "[fd20:ce::254]",
                "[fe80::1]",
                "[::ffff:169.254.169.254]",
                "[64:ff9b::169.254.169.254]",
                "[2002:a9fe:a9fe::1]",
                "[::a9fe:a9fe]",
                "[64:ff9b:1::a9fe:a9fe]",
                "[2001:0:a9fe:a9fe::]",
                "0.0.0.0",
                "[::]",
                "224.0.0.1",
                "255.255.255.255",
                "[ff02::1]",
                "[2001:db8::1]",
                "metadata.google.internal",
                "metadata"
            })
    void noOperatorsUrlLeadsToMetadataOrNowhere(String host) throws IOException {
        InetAddress metadata = InetAddress.getByName("169.254.169.254");
        HostLookup.Resolver resolver = name -> new InetAddress[] {metadata};

        Outcome outcome = send(UrlGuard.forOperators(), resolver, "http://" + host + ":" + canary.port());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Unreachable.class, gone -> assertThat(gone.failure()).isEqualTo(Failure.POLICY));
        assertThat(canary.connections).hasValue(0);
    }

    @Test
    void oneBadAddressAmongGoodOnesForbidsAll() throws IOException {
        InetAddress[] addresses = {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("127.0.0.1")};
        Outcome outcome =
                send(UrlGuard.publicOnly(List.of()), name -> addresses, "http://mixed.example:" + canary.port());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Unreachable.class, gone -> assertThat(gone.failure()).isEqualTo(Failure.POLICY));
        assertThat(canary.connections).hasValue(0);
    }

    /** Rebinding: what is checked is what is connected to, at each attempt, pooled connection or not. */
    @Test
    void aNameThatChangesItsMeaningIsLookedUpOnceAndCheckedEachTime() throws IOException {
        InetAddress bad = InetAddress.getByName("169.254.169.254");
        AtomicInteger lookups = new AtomicInteger();
        HostLookup.Resolver rebinding =
                name -> new InetAddress[] {lookups.getAndIncrement() == 0 ? InetAddress.getLoopbackAddress() : bad};
        SenderSettings settings = SenderSettings.of(UrlGuard.forOperators(), 2, "test/1");
        try (WebhookSender sender = WebhookSender.create(VERTX, settings, new HostLookup(rebinding))) {
            Endpoint to = new Endpoint(
                    WebhookUrl.parse("http://rebind.example:" + canary.port() + "/"), Map.of(), Duration.ofSeconds(5));
            Outcome first = sender.send(to, BODY);
            int lookupsOfFirst = lookups.get();
            Outcome second = sender.send(to, BODY);

            assertThat(first).isEqualTo(new Delivered(200));
            assertThat(lookupsOfFirst).isEqualTo(1);
            assertThat(second)
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            gone -> assertThat(gone.failure()).isEqualTo(Failure.POLICY));
            assertThat(canary.received).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "127.0.1",
                "2130706433",
                "0",
                "0x0",
                "0x7f000001",
                "0x7F000001",
                "0x7f.0.0.1",
                "0x7f.1",
                "127.0.0.0x1",
                "017700000001",
                "0177.0.0.1",
                "0177.1",
                "127.0.0.01",
                "127.000.000.001",
                "127.0.0.1.",
                "127.0.0.1..",
                "localhost.",
                ".127.0.0.1",
                "1.127.0.0.1",
                "127.0.0.256",
                "127.0.0.4294967297",
                "example.com@127.0.0.1",
                "example.com:80@127.0.0.1",
                "127.0.0.1%00",
                "127.0.0.1%2f.example.com",
                "%6c%6f%63%61%6c%68%6f%73%74",
                "%31%32%37.0.0.1",
                "127.0.0.1\\@example.com",
                "example.com\\.127.0.0.1",
                "127.0.0.1\t",
                " 127.0.0.1",
                "127.0.0.1\r\nHost: example.com",
                "127\u30020\u30020\u30021",
                "\uff11\uff12\uff17.0.0.1",
                "\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3",
                "[127.0.0.1]",
                "[::1",
                "::1",
                "[::1%25lo]",
                "[::1%lo]",
                "[fe80::1%251]",
                "[::ffff:127.1]",
                "[::ffff:0x7f.0.0.1]",
                "[]",
                ""
            })
    void refusesHostsThatLibrariesReadDifferently(String host) {
        assertThatThrownBy(() -> WebhookUrl.parse("http://" + host + ":" + canary.port()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url must");
        assertThat(canary.connections).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:/127.0.0.1:PORT",
                "http:127.0.0.1:PORT",
                "http:///127.0.0.1:PORT",
                "http:\\\\127.0.0.1:PORT",
                "http://\\127.0.0.1:PORT",
                "//127.0.0.1:PORT",
                "127.0.0.1:PORT",
                "http://example.com#@127.0.0.1:PORT",
                "http://127.0.0.1:PORT#@example.com",
                "http://good@127.0.0.1:PORT",
                "http://good:pw@127.0.0.1:PORT",
                "http://127.0.0.1:PORT@example.com",
                "http://example.com:80@127.0.0.1:PORT/",
                "http://example.com\\@127.0.0.1:PORT/",
                "http://127.0.0.1:PORT\\.example.com/",
                "http://127.0.0.1\t:PORT/",
                "ht\ntp://127.0.0.1:PORT/",
                "http://127.0.0.1:PORT/\r\nHost: x",
                "http://127.0.0.1:PORT/a b",
                "http://127.0.0.1:PORT:80/",
                "http://127.0.0.1: PORT/",
                "http://127.0.0.1:+PORT/",
                "http://127.0.0.1:0/",
                "http://127.0.0.1:65536/",
                "http://127.0.0.1:99999999999/",
                "http://127.0.0.1:-1/",
                "http://127.0.0.1:/",
                "http://[::1]PORT/",
                "http://[::1]:PORT]/",
                "http://[[::1]]:PORT/",
                "http://[::1]@example.com:PORT/",
                "http://[fe80::1%25eth0]:PORT/",
                "http://xn--\u00fc.example:PORT/",
                "http://\u2460\u2461\u2466.0.0.1:PORT/",
                "http://127.0.0.1\u200b:PORT/",
                "ftp://127.0.0.1:PORT/",
                "file:///etc/passwd",
                "gopher://127.0.0.1:PORT/_x",
                "jar:http://127.0.0.1:PORT/!/",
                "javascript:alert(1)",
                "httpx://127.0.0.1:PORT/",
                " http://127.0.0.1:PORT/",
                ""
            })
    void refusesUrlsThatAreNotPlain(String url) {
        assertThatThrownBy(() -> WebhookUrl.parse(url.replace("PORT", Integer.toString(canary.port()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("url must");
        assertThat(canary.connections).hasValue(0);
    }

    private static Outcome send(UrlGuard guard, String url) {
        return send(guard, host -> new InetAddress[] {InetAddress.getByName("127.0.0.1")}, url);
    }

    private static Outcome send(UrlGuard guard, HostLookup.Resolver resolver, String url) {
        HostLookup lookup = new HostLookup(resolver);
        SenderSettings settings = SenderSettings.of(guard, 2, "test/1");
        try (WebhookSender sender = WebhookSender.create(VERTX, settings, lookup)) {
            return sender.send(new Endpoint(WebhookUrl.parse(url + "/"), Map.of(), Duration.ofSeconds(5)), BODY);
        }
    }
}
