package dev.eventbus.gateway.subscriptions;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What clients may send in place of a subscription, with the field that is at fault. */
final class BadSubscriptions {
    private BadSubscriptions() {}

    static Stream<Arguments> all() {
        List<Arguments> bad = new ArrayList<>(whole());
        rows(
                        FIELDS,
                        value -> "{\"name\":\"n\",\"eventPattern\":\"a.b\",\"target\":{\"url\":\"https://8.8.8.8/\"},"
                                + value + "}")
                .forEach(bad::add);
        rows(
                        TARGETS,
                        value -> "{\"name\":\"n\",\"eventPattern\":\"a.b\",\"target\":{\"url\":\"https://8.8.8.8/\","
                                + value + "}}")
                .forEach(bad::add);
        rows(URLS, value -> "{\"name\":\"n\",\"eventPattern\":\"a.b\",\"target\":{\"url\":\"" + value + "\"}}")
                .forEach(bad::add);
        rows(
                        PATTERNS,
                        value -> "{\"name\":\"n\",\"eventPattern\":\"" + value
                                + "\",\"target\":{\"url\":\"https://8.8.8.8/\"}}")
                .forEach(bad::add);
        return bad.stream();
    }

    private static List<Arguments> whole() {
        return List.of(
                arguments("", 400, null),
                arguments("[]", 400, null),
                arguments("{", 400, null),
                arguments("{}", 400, "name"),
                arguments("{\"name\":\"n\",\"eventPattern\":\"a.b\"}", 400, "target.url"),
                arguments("{\"name\":\"n\",\"eventPattern\":\"a.b\",\"target\":[]}", 400, "target"),
                arguments("{\"name\":\"n\",\"eventPattern\":\"a.b\",\"target\":\"https://8.8.8.8/\"}", 400, "target"),
                arguments("{\"name\":\"n\",\"name\":\"n\"}", 400, "name"),
                arguments("{\"name\":\"n\",\"target\":{\"url\":\"x\",\"url\":\"y\"}}", 400, "target.url"),
                arguments("{\"name\":\"\\u0000\",\"eventPattern\":\"a.b\"}", 400, "name"),
                arguments("{\"name\":\"\\ud800\",\"eventPattern\":\"a.b\"}", 400, "name"),
                arguments("{\"name\":\"a\\nb\",\"eventPattern\":\"a.b\"}", 400, "name"),
                arguments("{\"name\":\"" + "n".repeat(101) + "\",\"eventPattern\":\"a.b\"}", 400, "name"),
                arguments("{\"name\":7,\"eventPattern\":\"a.b\"}", 400, "name"),
                arguments("{\"name\":\"" + "n".repeat(1 << 20) + "\"}", 413, null));
    }

    private static final String FIELDS = """
            "filters":[]                                     | filters
            "filters":{"k":1}                                | filters.k
            "filters":{"k":[]}                               | filters.k
            "filters":{"k":"a b"}                            | filters.k
            "filters":{"k":"a.b"}                            | filters.k
            "filters":{"k.x":"a"}                            | filters.k.x
            "filters":{"*":"a"}                              | filters.*
            "filters":{"k":["a","b","c","d","e","f","g","h","i","j","k","l","m","n"]} | filters
            "enabled":"yes"                                  | enabled
            "enabled":1                                      | enabled
            "retry":3                                        | retry
            "retry":{"retries":21}                           | retry.retries
            "retry":{"retries":-1}                           | retry.retries
            "retry":{"retries":1.5}                          | retry.retries
            "retry":{"retries":99999999999999999999}         | retry.retries
            "retry":{"backoff":"1ms"}                        | retry.backoff
            "retry":{"backoff":2}                            | retry.backoff
            "retry":{"backoff":"2 s"}                        | retry.backoff
            "retry":{"backoff":"-2s"}                        | retry.backoff
            "retry":{"backoff":"999999999h"}                 | retry.backoff
            "retry":{"maxBackoff":"25h"}                     | retry.maxBackoff
            "retry":{"backoff":"2m","maxBackoff":"1m"}       | retry.maxBackoff
            "retry":{"jitter":1.1}                           | retry.jitter
            "retry":{"jitter":-1e-9}                         | retry.jitter
            "retry":{"jitter":"0"}                           | retry.jitter
            "retry":{"attempts":3}                           | retry.attempts
            "status":"ACTIVE"                                | status
            "workspaceId":"other"                            | workspaceId
            "id":"x"                                         | id
            """;

    private static final String TARGETS = """
            "headers":[]                                     | target.headers
            "headers":{"X-A":1}                              | target.headers.X-A
            "headers":{"X-A":["hidden-value"]}               | target.headers.X-A
            "headers":{"X A":"hidden-value"}                 | target.headers.X A
            "headers":{"":"hidden-value"}                    | target.headers.
            "headers":{"X-A":"hidden-value\\r\\nX-B: 1"}     | target.headers.X-A
            "headers":{"X-A":"hidden-value ä"}               | target.headers.X-A
            "headers":{"Host":"hidden-value"}                | target.headers.Host
            "headers":{"Content-Length":"0"}                 | target.headers.Content-Length
            "headers":{"transfer-encoding":"chunked"}        | target.headers.transfer-encoding
            "headers":{"Webhook-Signature":"v1,x"}           | target.headers.Webhook-Signature
            "headers":{"X-A":"1","x-a":"2"}                  | target.headers.x-a
            "headers":{"X-A":"***"}                          | target.headers.X-A
            "secret":"whsec_hidden-value"                    | target.secret
            "secret":"c2hvcnQ="                              | target.secret
            "secret":7                                       | target.secret
            "secret":"whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz","signing":"none" | target.secret
            "signing":"hmac"                                 | target.signing
            "signing":null,"timeout":"0s"                    | target.timeout
            "timeout":"61s"                                  | target.timeout
            "timeout":"999ms"                                | target.timeout
            "timeout":15                                     | target.timeout
            "maxConcurrency":0                               | target.maxConcurrency
            "maxConcurrency":101                             | target.maxConcurrency
            "maxConcurrency":"10"                            | target.maxConcurrency
            "method":"GET"                                   | target.method
            """;

    private static final String URLS = """
            8.8.8.8                                          | target.url
            ftp://8.8.8.8/                                   | target.url
            https://                                         | target.url
            https://user:pass@8.8.8.8/                       | target.url
            https://8.8.8.8/#top                             | target.url
            https://8.8.8.8/a b                              | target.url
            https://8.8.8.8:0/                               | target.url
            https://8.8.8.8:99999/                           | target.url
            https://8.8.8.8:22/                              | target.url
            http://127.0.0.2/                                | target.url
            http://127.1/                                    | target.url
            http://0x7f000001/                               | target.url
            http://2130706433/                               | target.url
            http://10.0.0.1/                                 | target.url
            http://169.254.169.254/latest/meta-data          | target.url
            http://[::1]/                                    | target.url
            http://[::ffff:127.0.0.1]/                       | target.url
            http://localhost/                                | target.url
            """;

    private static final String PATTERNS = """
            a                                                | eventPattern
            a..b                                             | eventPattern
            a.b.>                                            | eventPattern
            a.b*                                             | eventPattern
            a.b c                                            | eventPattern
            """;

    private static Stream<Arguments> rows(String table, Function<String, String> body) {
        return table.lines().map(line -> {
            int bar = line.lastIndexOf('|');
            return arguments(
                    body.apply(line.substring(0, bar).strip()),
                    400,
                    line.substring(bar + 1).strip());
        });
    }
}
