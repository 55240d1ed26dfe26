package dev.eventbus.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verb {@code dead-letters} of the packaged jar, while no forwarder runs. */
class DeadLetterCliIT extends DeadLetterScenario {
    private record Ran(int exit, String out, String err) {}

    @BeforeEach
    void makeLetters() throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("DLQ")
                        .subjects("dlq.>")
                        .duplicateWindow(Duration.ofHours(1))
                        .build());
        letters("a", 0, 6);
        letters("stranger", 6, 1);
    }

    @Test
    void listsShowsAndDeletes() throws Exception {
        Ran list = run("list", "--subscription", "a", "--class=rejected", "--limit", "2");
        assertThat(list.exit).isZero();
        assertThat(list.out.lines()).hasSize(3);
        assertThat(list.out)
                .startsWith("SEQUENCE  STORED")
                .contains("m-1", "m-3")
                .doesNotContain("m-2", "m-5");
        assertThat(list.err).contains("go on with --cursor 5");
        assertThat(run("list", "--class=rejected", "--cursor", "5").out)
                .contains("m-5")
                .doesNotContain("m-3");

        assertThat(run("show", "2").out).contains("m-1", "data (json): {\"n\":1}");
        assertThat(run("delete", "2")).isEqualTo(new Ran(0, "Deleted 2\n", ""));
        assertThat(run("delete", "2")).isEqualTo(new Ran(1, "", "There is no dead letter 2\n"));
        assertThat(lettersLeft()).isEqualTo(6);
    }

    @Test
    void replaysOneAndByAFilter() throws Exception {
        assertThat(run("replay", "1").out).isEqualTo("Delivered 1: answered 204\n");
        assertThat(run("replay", "--subscription", "a", "--dry-run").out).isEqualTo("Would replay 5\n");
        assertThat(ids()).containsExactly("m-0");

        Ran many = run("replay", "--subscription", "a", "--rate", "100/s");
        assertThat(many.exit + many.out).isEqualTo("0" + "Replayed 5 of 5, failed 0, skipped 0\n");
        assertThat(ids()).containsExactlyInAnyOrder("m-0", "m-1", "m-2", "m-3", "m-4", "m-5");
        assertThat(other.received).isEmpty();

        assertThat(run("replay", "7"))
                .satisfies(ran -> assertThat(ran.exit).isEqualTo(1))
                .satisfies(ran -> assertThat(ran.err).contains("Subscription stranger is not configured here"));
        assertThat(lettersLeft()).isEqualTo(1);
    }

    @Test
    void saysWhatFailedAndWhatCannotBeMeant() throws Exception {
        sink.always = 500;
        Ran failed = run("replay", "--subscription", "a");
        assertThat(failed.exit).isEqualTo(1);
        assertThat(failed.out).isEqualTo("Replayed 0 of 6, failed 6, skipped 0\n");
        assertThat(lettersLeft()).isEqualTo(7);

        assertThat(run("replay").err).contains("subscription must be given, or one of");
        assertThat(run("list", "--limit", "0").err).contains("limit must be 1 to 1000, was 0");
        assertThat(run("list", "--rate", "5/s").err).contains("rate is unknown; known here");
        assertThat(run("bury").exit).isEqualTo(64);
        assertThat(sink.received).hasSize(6);
    }

    private Ran run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("cli", ".out");
        Path err = Files.createTempFile("cli", ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString(),
                "dead-letters"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment());
        builder.environment().put("FORWARDER_CONFIG_DIR", folder.toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
