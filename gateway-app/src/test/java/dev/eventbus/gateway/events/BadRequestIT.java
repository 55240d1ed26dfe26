package dev.eventbus.gateway.events;

import static dev.eventbus.gateway.RawHttp.head;
import static dev.eventbus.gateway.Users.as;
import static dev.eventbus.gateway.Users.sharedToken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.eventbus.gateway.GatewayStack;
import dev.eventbus.gateway.RawHttp;
import dev.eventbus.gateway.RawHttp.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as no honest client writes them, byte by byte. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class BadRequestIT {
    private static final String EVENTS = "/api/workspaces/demo/events";
    private static final String PUBLISH = "POST " + EVENTS + "/publish HTTP/1.1";
    private static final String BODY = "{\"eventKey\":\"raw.a.b\"}";
    private static final String LENGTH = "Content-Length: " + BODY.length();
    private static final String CHUNKED = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/workspaces/demo;x=1/events",
                "/api/workspaces/demo/events;x=1",
                "/api/workspaces;x=1/demo/events",
                "/api;a=b/workspaces/demo/events",
                "/api/workspaces/demo/events/",
                "/api//workspaces/demo/events",
                "//api/workspaces/demo/events",
                "/api/workspaces//demo/events",
                "/api/workspaces/demo//events",
                "/api/workspaces/%64emo/events",
                "/api/workspaces/demo/%65vents",
                "/api/workspaces/demo%2Fevents",
                "/api/workspaces/x/../demo/events",
                "/api/workspaces/x/%2e%2e/demo/events",
                "/api/workspaces/..%2fdemo/events",
                "/api/./workspaces/demo/events",
                "/api/workspaces/demo/events/%2e",
                "/healthz/../api/workspaces/demo/events",
                "/openapi/..;/api/workspaces/demo/events",
                "/API/workspaces/demo/events",
                "/api/workspaces/demo/events%00",
                "/api/workspaces/demo/events%0d%0aX:1",
                "/api/workspaces/demo/events?limit=%",
                "/api/workspaces/demo/events?%zz=1",
                "/api/workspaces/%C0%AE/events",
                "/api/workspaces/%zz/events",
                "/api/workspaces/demo/events/%ff",
                "/api/workspaces/demo/events%3Fx",
                "/api/workspaces/demo\\events",
                "/api/workspaces/demo/events#x",
                "http://evil.example.com/api/workspaces/demo/events",
                "/api/workspaces/demo/events/stream;x=1",
                "/api/workspaces/demo/events/..;/publish",
                "api/workspaces/demo/events",
                "*"
            })
    void letsNoSpellingOfAnAddressPass(String path) {
        String line = "GET " + path + " HTTP/1.1";
        Answer anonymous = RawHttp.send(head(line, "Host: x"));
        Answer outsider = RawHttp.send(head(line, "Host: x", "Accept: */*", bearer("outsider")));

        assertThat(anonymous.status()).as(anonymous.toString()).isIn(400, 401, 404);
        assertThat(outsider.status()).as(outsider.toString()).isIn(400, 404);
        assertThat(anonymous.isProblem() || anonymous.body().isEmpty())
                .as(anonymous.toString())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-User-Id: admin",
                "X-Forwarded-User: admin",
                "X-Remote-User: admin",
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-Host: localhost",
                "X-Forwarded-Prefix: /healthz",
                "X-Forwarded-Proto: https",
                "X-Real-IP: 127.0.0.1",
                "X-Original-URL: /healthz",
                "X-Rewrite-URL: /healthz",
                "Forwarded: for=127.0.0.1;host=localhost;proto=https",
                "X-HTTP-Method-Override: OPTIONS",
                "X-Method-Override: OPTIONS"
            })
    void takesNobodysWordForWhoTheyAre(String header) {
        String line = "GET " + EVENTS + " HTTP/1.1";

        assertThat(RawHttp.send(head(line, "Host: x", header)).status()).isEqualTo(401);
        assertThat(RawHttp.send(head(line, "Host: x", header, bearer("outsider")))
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PUT", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "G=T"})
    void refusesMethodsThatAnAddressDoesNotTake(String method) {
        Answer answer = RawHttp.send(head(method + " " + EVENTS + "/publish HTTP/1.1", "Host: x", bearer("member")));

        assertThat(answer.status()).as(answer.toString()).isIn(400, 404, 405, 501);
        assertThat(answer.body()).doesNotContain(sharedToken("member"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 22\r\nContent-Length: 5",
                "Content-Length: 22\r\nContent-Length: 22",
                "Content-Length: 22, 22",
                "Content-Length: -1",
                "Content-Length: +22",
                "Content-Length: 0x16",
                "Content-Length: 2 2",
                "Content-Length: abc",
                "Content-Length:",
                "Content-Length: 99999999999999999999"
            })
    void refusesALengthThatIsNone(String header) {
        Answer answer = RawHttp.send(post(header) + BODY);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    }

    static Stream<Arguments> framings() {
        return Stream.of(
                arguments("HTTP/1.1", "Transfer-Encoding: xchunked", "Transfer-Encoding"),
                arguments("HTTP/1.1", "Transfer-Encoding: identity", "Transfer-Encoding"),
                arguments("HTTP/1.1", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding"),
                arguments("HTTP/1.1", "Transfer-Encoding: chunked, identity", "Transfer-Encoding"),
                arguments("HTTP/1.1", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding"),
                arguments("HTTP/1.1", "Transfer-Encoding: chunked;q=1", "Transfer-Encoding"),
                arguments("HTTP/1.1", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding"),
                arguments("HTTP/1.1", "Transfer-Encoding: identity\r\n" + LENGTH, "Transfer-Encoding"),
                arguments("HTTP/1.0", "Transfer-Encoding: chunked", "Transfer-Encoding"),
                arguments("HTTP/1.1", "Host: y\r\n" + LENGTH, "Host"),
                arguments("HTTP/1.1", "Host: x\r\n" + LENGTH, "Host"));
    }

    @ParameterizedTest
    @MethodSource("framings")
    void refusesWhatTwoReadersCouldReadInTwoWays(String version, String headers, String field) {
        try (RawHttp http = RawHttp.open()) {
            String first = post(headers).replace("HTTP/1.1", version);
            Answer answer = http.write(first + (headers.contains(LENGTH) ? BODY : CHUNKED))
                    .answer();

            assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
            assertThat(answer.isProblem()).isTrue();
            assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
            assertThat(http.rest()).doesNotContain("SUCCESS");
        }
    }

    /** The server reads it by the Transfer-Encoding; what somebody else took for the body is no request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4"
            })
    void letsNothingBeSmuggledBehindARequestOfTwoLengths(String lengths) {
        String smuggled = "{\"eventKey\":\"smuggled.a.b\"}";
        String second = post("Content-Length: " + smuggled.length()) + smuggled;
        try (RawHttp http = RawHttp.open()) {
            Answer answer = http.write(post(lengths) + CHUNKED + second).answer();

            assertThat(answer.status()).as(answer.toString()).isIn(200, 400);
            assertThat(http.rest()).isEmpty();
        }
        publishedAndLogged();
        assertThat(as("member").get(EVENTS + "?eventKey=smuggled.*.*").<List<String>>path("items.id"))
                .isEmpty();
    }

    @Test
    void takesAnHonestChunkedRequestAndEndsItsConnection() {
        try (RawHttp http = RawHttp.open()) {
            Answer answer =
                    http.write(post("Transfer-Encoding: Chunked") + CHUNKED).answer();

            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(answer.head()).containsIgnoringCase("connection: close");
            assertThat(http.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n",
                "-1\r\n" + BODY,
                "fffffffffffffffff\r\n" + BODY,
                "5\r\n{\"eventKey\":\"raw.a.b\"}\r\n0\r\n\r\n"
            })
    void refusesChunksThatAreNone(String body) {
        Answer answer = RawHttp.send(post("Transfer-Encoding: chunked") + body);

        assertThat(answer.status()).as(answer.toString()).isIn(0, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Host:", "Host: a b", "Host: a/b", "Host: u@x", "Host: x:y", "Host: [::1", "Host: x:99999"})
    void refusesAHostThatIsNone(String host) {
        String headers = head("GET " + EVENTS + " HTTP/1.1", "Accept: */*").strip() + "\r\n"
                + (host.isEmpty() ? "" : host + "\r\n");
        Answer answer = RawHttp.send(headers + "\r\n");

        assertThat(answer.status()).as(answer.toString()).isIn(400, 401);
        assertThat(answer.isProblem()).as(answer.toString()).isTrue();
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                arguments("space before the colon", LENGTH + "\r\nX-A : 1", 400),
                arguments("no name", LENGTH + "\r\n: 1", 400),
                arguments("no colon", LENGTH + "\r\nX-A", 400),
                arguments("NUL in a value", LENGTH + "\r\nX-A: a\0b", 400),
                arguments("NUL in a name", LENGTH + "\r\nX\0A: 1", 400),
                arguments("CR in a value", LENGTH + "\r\nX-A: a\rb", 400),
                arguments("a name that is none", LENGTH + "\r\nX(A): 1", 400),
                arguments("a value of 21 KiB", LENGTH + "\r\nX-A: " + "x".repeat(21 * 1024), 431),
                arguments("10,000 headers", LENGTH + "\r\na:b".repeat(10_000), 431),
                arguments("a gzip body", LENGTH + "\r\nContent-Encoding: gzip", 415),
                arguments("two encodings", LENGTH + "\r\nContent-Encoding: gzip, br", 415),
                arguments("no JSON", LENGTH + "\r\nContent-Type: text/xml", 415),
                arguments("a type that is none", LENGTH + "\r\nContent-Type: json", 415),
                arguments("an answer of another type", LENGTH + "\r\nAccept: text/html", 406),
                arguments("an answer of no type", LENGTH + "\r\nAccept: json", 406));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void refusesTheHead(String what, String headers, int status) {
        Answer answer = RawHttp.send(post(headers) + BODY);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    }

    /** Allowed by RFC 9112, as long as nothing comes of it. */
    @ParameterizedTest
    @ValueSource(strings = {"X-A: 1\r\n Authorization: x", "X-A: 1\nX-B: 2", "X-A:\t1", "Expect: nonsense"})
    void answersHeadsOfBadManners(String header) {
        Answer answer = RawHttp.send(head("GET " + EVENTS + " HTTP/1.1", "Host: x", header));

        assertThat(answer.status()).as(answer.toString()).isIn(400, 401, 417);
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                arguments("GET /" + "x".repeat(5_000) + " HTTP/1.1", 414),
                arguments("GET " + EVENTS + "?" + "a&".repeat(1_001) + " HTTP/1.1", 400),
                arguments("GET " + EVENTS + " HTTP/9.9", 400),
                arguments("GET " + EVENTS, 400),
                arguments("GET", 400),
                arguments("\0\0\0\0", 400),
                arguments("\u0016\u0003\u0001 a b", 400));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void refusesTheRequestLine(String line, int status) {
        Answer answer = RawHttp.send(head(line, "Host: x", "Accept: */*", bearer("member")));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    }

    /** HTTP/2 has no Connection header; a client must take it for a broken answer. */
    @Test
    void refusesABodyThatIsTooLongOverHttp2() throws Exception {
        URI gateway = URI.create("http://127.0.0.1:" + RestAssured.port);
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            http.send(
                    HttpRequest.newBuilder(gateway.resolve("/livez")).build(), HttpResponse.BodyHandlers.discarding());
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(gateway.resolve(EVENTS + "/publish"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(1 << 20) + 1]))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.headers().map()).doesNotContainKey("connection");
        }
    }

    @AfterEach
    void othersAreUnaffected() {
        assertThat(RawHttp.send(post(LENGTH) + BODY).status()).isEqualTo(200);
    }

    private static void publishedAndLogged() {
        String id = as("member")
                .contentType("application/json")
                .body(BODY)
                .post(EVENTS + "/publish")
                .path("eventId");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> as("member").get(EVENTS + "/" + id).statusCode() == 200);
    }

    /** A good publish but for the headers; those that name a type or what is accepted come without the good ones. */
    private static String post(String headers) {
        String type = headers.contains("Content-Type") ? "" : "Content-Type: application/json\r\n";
        String accept = headers.contains("Accept:") ? "" : "Accept: application/json\r\n";
        return head(PUBLISH, "Host: x", bearer("member"), type + accept + headers);
    }

    private static String bearer(String user) {
        return "Authorization: Bearer " + sharedToken(user);
    }
}
