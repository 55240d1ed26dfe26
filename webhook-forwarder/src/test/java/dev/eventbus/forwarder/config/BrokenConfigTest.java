package dev.eventbus.forwarder.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each broken file, and the line an operator reads about it. */
class BrokenConfigTest {
    private static final String START = """
            subscriptions:
              - name: a
                subject: "x.>"
                consumer: c
                webhook:
                  url: http://localhost/
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> files() {
        List<Arguments> files = new ArrayList<>(wholeFiles());
        files.addAll(subscriptions());
        files.addAll(tunings());
        files.addAll(streams());
        return files.stream();
    }

    private static List<Arguments> wholeFiles() {
        return List.of(
                Arguments.of("subscriptions: [", "1:17: not valid YAML"),
                Arguments.of("a:\n\tb: 1", "2:1: not valid YAML"),
                Arguments.of("- a\n", "1:1: the file: must be a section"),
                Arguments.of(
                        "subscription: []", "1:1: unknown key \"subscription\"; known here: streams, subscriptions"),
                Arguments.of("subscriptions: {}", "1:16: subscriptions must be a list, was a section"),
                Arguments.of("subscriptions: 5", "1:16: subscriptions must be a list, was \"5\""),
                Arguments.of("subscriptions:\n  - 5", "2:5: subscription: must be a section"),
                Arguments.of("subscriptions: []\nsubscriptions: []", "2:1: duplicate key \"subscriptions\""),
                Arguments.of("streams: []\n---\nstreams: []", "3:1: must hold one document"),
                Arguments.of("a: \u0007", "1:4: not valid YAML: a control character"),
                Arguments.of("a: &a [*a, *a]\nb: *c", "2:4: not valid YAML"),
                Arguments.of("? [a]\n: 1", "1:3: a key must be a word"),
                Arguments.of("x: " + "[".repeat(30) + "]".repeat(30), "not valid YAML: Nesting Depth exceeded"),
                Arguments.of(
                        "a: !!javax.script.ScriptEngineManager [x]", "1:4: not valid YAML: Global tag is not allowed"));
    }

    private static List<Arguments> subscriptions() {
        return List.of(
                Arguments.of(START.replace("name: a", "nam: a"), "2:5: missing key \"name\""),
                Arguments.of(START.replace("name: a", "nam: a"), "2:5: unknown key \"nam\""),
                Arguments.of(START.replace("name: a", "name: a b"), "2:11: name must be 1 to 64 letters, digits"),
                Arguments.of(
                        START.replace("name: a", "name: 12"), "2:11: name must be text; put it in quotes, was \"12\""),
                Arguments.of(START.replace("name: a", "name:"), "2:10: name must not be empty"),
                Arguments.of(START.replace("name: a", "name: [a]"), "2:11: name must be text, was a list"),
                Arguments.of(START.replace("x.>", "x.>.y"), "3:14: subject must be words joined by dots"),
                Arguments.of(START.replace("x.>", "x..y"), "3:14: subject must be words joined by dots"),
                Arguments.of(START.replace("x.>", "x y"), "3:14: subject must be words joined by dots"),
                Arguments.of(START.replace("x.>", "x\\u0001y"), "3:14: subject must be words joined by dots"),
                Arguments.of(START.replace("x.>", "x*"), "3:14: subject must be words joined by dots"),
                Arguments.of(START.replace("consumer: c", "consumer: c.d"), "4:15: consumer must be 1 to 64"),
                Arguments.of(START.replace("    consumer: c\n", ""), "2:5: missing key \"consumer\""),
                Arguments.of(START + "    stream: \"a.b\"\n", "7:13: stream must be 1 to 64"),
                Arguments.of(
                        "subscriptions:\n  - name: a\n    subject: x\n    consumer: c\n",
                        "2:5: missing key \"webhook\""),
                Arguments.of(START.replaceAll("webhook:\n.*\n", "webhook: x\n"), "5:14: webhook must be a section"),
                Arguments.of(START.replaceAll("url: .*", "timeout: 1s"), "6:7: missing key \"url\""),
                Arguments.of(START.replace("http://localhost/", "ftp://h/"), "6:12: url must be http://host/path"),
                Arguments.of(
                        START.replace("http://localhost/", "http://u:p@h/"),
                        "6:12: url must not hold user information"),
                Arguments.of(
                        START.replace("http://localhost/", "${URL}"),
                        "6:12: url needs environment variable URL, which is not set"),
                Arguments.of(
                        START.replace("http://localhost/", "\"${URL\""),
                        "6:12: url must not hold \"${URL\", which is no variable"),
                Arguments.of(
                        START.replace("http://localhost/", "\"${}\""),
                        "6:12: url must not hold \"${}\", which is no variable"),
                Arguments.of(START + "      headers: [a]\n", "7:16: headers must be a section"),
                Arguments.of(START + "      headers: { X-Count: 5 }\n", "7:27: X-Count must be text; put it in quotes"),
                Arguments.of(
                        START + "      headers: { A: \"${B:-hush\" }\n",
                        "7:21: A must not hold \"${B:-...\", which is no"),
                Arguments.of(START + "      headers: { \"X Y\": z }\n", "7:16: header name must be letters"),
                Arguments.of(START + "      headers: { Host: z }\n", "7:16: header Host is set by the HTTP client"),
                Arguments.of(
                        START + "      headers: { A: \"x\\r\\nB: y\" }\n",
                        "7:16: header A must have a value of printable ASCII"),
                Arguments.of(START + "      headers: { A: x, A: y }\n", "7:24: duplicate key \"A\", first at"),
                Arguments.of(START + "    enabled: maybe\n", "7:14: enabled must be true or false, was \"maybe\""),
                Arguments.of(START + "    start: yesterday\n", "7:12: start must be all, new or a time"));
    }

    private static List<Arguments> tunings() {
        return List.of(
                Arguments.of(START + "    timeout: 15\n", "7:14: timeout must be a duration; add a unit, such as 15s"),
                Arguments.of(START + "    timeout: soon\n", "7:14: timeout must be a duration such as 500ms"),
                Arguments.of(START + "    timeout: -1s\n", "7:14: timeout must be a duration such as"),
                Arguments.of(START + "    timeout: 0s\n", "7:14: timeout must be 1ms to 5m, was \"0s\""),
                Arguments.of(START + "    timeout: 10m\n", "7:14: timeout must be 1ms to 5m, was \"10m\""),
                Arguments.of(START + "    timeout:\n", "7:13: timeout must not be empty"),
                Arguments.of(START + "      timeout: 1s\n    timeout: 1s\n", "7:16: timeout is given twice, also at"),
                Arguments.of(
                        START + "    retries: many\n",
                        "7:14: retries must be a whole number from 0 to 100, was \"many\""),
                Arguments.of(START + "    retries: -1\n", "7:14: retries must be a whole number from 0 to 100"),
                Arguments.of(START + "    retries: 101\n", "7:14: retries must be a whole number from 0 to 100"),
                Arguments.of(START + "    retries: \"3\"\n", "7:14: retries must not be in quotes"),
                Arguments.of(START + "    retries: 010\n", "7:14: retries must be a whole number"),
                Arguments.of(START + "    backoff: [1s]\n", "7:14: backoff must be a duration such as 15s, was a list"),
                Arguments.of(
                        START + "    backoff: " + "1s".repeat(20_000) + "\n",
                        "7:14: backoff must be a duration such as"),
                Arguments.of(
                        START + "    backoff: 10s\n    max_backoff: 5s\n",
                        "8:18: max_backoff must be 10s to 24h, was \"5s\""),
                Arguments.of(
                        START + "    max_concurrency: 0\n",
                        "7:22: max_concurrency must be a whole number from 1 to 1000"),
                Arguments.of(START + "    jitter: 2\n", "7:13: jitter must be a number from 0 to 1"),
                Arguments.of(
                        START + "    ack_wait: 19s\n", "7:15: ack_wait must be at least timeout + 5s = 20s, was 19s"),
                Arguments.of(
                        START + "    ack_wait: 2m\n      \n    timeout: 116s\n",
                        "7:15: ack_wait must be at least timeout + 5s = 121s, was 2m"),
                Arguments.of(START + "      ack_wait: 19s\n", "7:17: ack_wait must be at least timeout + 5s"),
                Arguments.of(
                        START + "    envelope: mine\n",
                        "7:15: envelope must be standard, cloudevents, cloudevents-binary or raw, was \"mine\""),
                Arguments.of(START + "    signing: { secret: x }\n", "7:14: signing secret must"),
                Arguments.of(START + "    signing: {}\n", "7:14: missing key \"secret\""),
                Arguments.of(
                        START + "    signing: { secret: x, secrets: [y] }\n",
                        "7:14: signing must have secret or secrets, not both"),
                Arguments.of(START + "    signing: { secrets: [] }\n", "7:14: signing secrets must be 1 to 5, were 0"),
                Arguments.of(START + "    signing: { key: x }\n", "7:16: unknown key \"key\""),
                Arguments.of(START + "    ordering: key\n", "7:15: ordering must be none or subject, was \"key\""),
                Arguments.of(
                        START + "      ordering: subject\n    ordering: none\n",
                        "7:17: ordering is given twice, also at"),
                Arguments.of(
                        START + "      rate_limit: fast\n",
                        "7:19: rate_limit must be like 100/s, 600/m or 5000/h, was \"fast\""),
                Arguments.of(START + "    rate_limit: 100\n", "7:17: rate_limit must be text; put it in quotes"),
                Arguments.of(
                        START + "    breaker: { minimum_calls: 0 }\n",
                        "7:31: minimum_calls must be a whole number from 1 to 100000, was \"0\""),
                Arguments.of(START + "    breaker: { windows: 1m }\n", "7:16: unknown key \"windows\""),
                Arguments.of(
                        START + "    breaker: { open: 1m, max_open: 30s }\n",
                        "7:36: max_open must be 1m to 24h, was \"30s\""),
                Arguments.of(
                        START + "    retry_on: [200]\n", "7:15: retry_on a status must be like 404, 5xx or 500-503"),
                Arguments.of(START + "    fail_on: 404\n", "7:14: fail_on must be a list"),
                Arguments.of(
                        START + "    retry_on: [5xx]\n    fail_on: [503]\n",
                        "8:14: retry_on and fail_on must not share a status, both held 503"),
                Arguments.of(START + "    strict_4xx: maybe\n", "7:17: strict_4xx must be true or false"),
                Arguments.of(START + "    retry: 3\n", "7:5: unknown key \"retry\"; known here:"),
                Arguments.of(START + "      <<: { a: b }\n", "7:7: unknown key \"<<\""));
    }

    private static List<Arguments> streams() {
        return List.of(
                Arguments.of("streams:\n  - subjects: [a]\n", "2:5: missing key \"name\""),
                Arguments.of("streams:\n  - name: s\n", "2:5: missing key \"subjects\""),
                Arguments.of(
                        "streams:\n  - name: s\n    subjects: []\n", "3:15: subjects must hold at least one subject"),
                Arguments.of("streams:\n  - name: s\n    subjects: a\n", "3:15: subjects must be a list"),
                Arguments.of(
                        "streams:\n  - name: s\n    subjects: [a, b..c]\n",
                        "3:19: subjects: must be words joined by dots"),
                Arguments.of(
                        "streams:\n  - name: s\n    subjects: [a]\n    max_age: 72\n",
                        "4:14: max_age must be a duration; add a unit"),
                Arguments.of(
                        "streams:\n  - name: s\n    subjects: [a]\n    storage: tape\n",
                        "4:14: storage must be file or memory, was \"tape\""),
                Arguments.of(
                        "streams:\n  - name: s\n    subjects: [a]\n    replicas: 9\n",
                        "4:15: replicas must be a whole number from 1 to 5"),
                Arguments.of(
                        "streams:\n  - name: s\n    subjects: [a]\n  - name: s\n    subjects: [b]\n",
                        "4:11: duplicate stream \"s\", first at"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("files")
    void isRefusedWithPlaceValueAndRemedy(String yaml, String expected) throws IOException {
        Files.writeString(folder.resolve("x.yml"), yaml);

        BrokenConfigException broken =
                catchThrowableOfType(BrokenConfigException.class, () -> ConfigFolder.load(folder, Map.of()));

        assertThat(broken).isNotNull();
        assertThat(broken.lines()).allMatch(line -> line.startsWith(folder + "/x.yml:"));
        assertThat(broken.lines()).anyMatch(line -> line.contains(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "      headers: { X-API-Key: 471147114711 }",
                "      headers: { X-API-Key: 2026-11-21 }",
                "      headers: { X-API-Key: \"a${B:-471147114711\" }",
                "    signing: { secret: 471147114711 }",
                "    signing: { secrets: [471147114711, 2026-11-21] }",
            })
    void neverQuotesASecretThatIsWrittenInTheFile(String line) throws IOException {
        Files.writeString(folder.resolve("a.yml"), START + line + "\n");

        assertThatThrownBy(() -> ConfigFolder.load(folder, Map.of()))
                .isInstanceOf(BrokenConfigException.class)
                .message()
                .doesNotContain("471147114711", "2026-11");
    }

    @Test
    void neverQuotesAnUrlThatIsWrittenInTheFile() throws IOException {
        Files.writeString(folder.resolve("a.yml"), START.replace("localhost/", "user:hush@h/services/hush"));

        assertThatThrownBy(() -> ConfigFolder.load(folder, Map.of()))
                .isInstanceOf(BrokenConfigException.class)
                .message()
                .doesNotContain("hush");
    }
}
