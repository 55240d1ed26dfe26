package dev.eventbus.forwarder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.EventBusException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void tellsItsVerbsWhenAskedForHelp() {
        assertThat(run("help")).isZero();

        assertThat(text(out)).contains("validate [folder]").contains("greet --name NAME [--loud]");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void refusesAVerbThatIsNone() {
        assertThat(run("vlaidate")).isEqualTo(64);

        assertThat(text(out)).isEmpty();
        assertThat(text(err)).contains("There is no verb vlaidate.").contains("validate [folder]");
    }

    @ParameterizedTest
    @CsvSource({
        "--name Ada,                    0, Hello Ada",
        "--name=Ada --loud,             0, HELLO Ada",
        "--name=,                       0, Hello",
        "--name,                       64, greet: --name needs a value",
        "--name a --name b,            64, greet: --name is given twice",
        "--nmae a,                     64, 'greet: does not know --nmae; it knows --loud, --name'",
        "--loud=yes,                   64, greet: does not know --loud=yes",
        "--name a b,                   64, greet: takes no argument b",
        "--name nobody,                 1, Could not greet: nobody is there",
    })
    void takesArgumentsApart(String arguments, int exitCode, String said) {
        assertThat(run(("greet " + arguments).split(" "))).isEqualTo(exitCode);

        assertThat(text(exitCode == 0 ? out : err)).contains(said);
        assertThat(text(exitCode == 0 ? err : out)).isEmpty();
    }

    @Test
    void validatesAFolder() throws Exception {
        Path file = Files.writeString(folder.resolve("a.yml"), """
                streams:
                  - { name: A, subjects: ["a.>"] }
                subscriptions:
                  - { name: one, subject: a.>, consumer: one, webhook: { url: "${URL}" } }
                """);

        assertThat(run("validate", folder.toString())).isZero();
        assertThat(text(out)).isEqualToIgnoringNewLines("1 subscription and 1 stream are fine");

        Files.writeString(file, "subscriptions:\n  - { name: one }\n  - { nmae: two }\n");
        assertThat(run("validate", folder.toString())).isEqualTo(78);
        assertThat(text(err)).contains(file + ":2:5: missing key \"subject\"").contains(file + ":3:7: unknown key");
    }

    private int run(String... arguments) {
        CliContext context = new CliContext(
                new Settings(folder, "nats://127.0.0.1:1"),
                Map.of("URL", "http://127.0.0.1:9/"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return Cli.with(new Greet()).run(List.of(arguments), context);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private static final class Greet implements Verb {
        @Override
        public String name() {
            return "greet";
        }

        @Override
        public String usage() {
            return "--name NAME [--loud]: says hello";
        }

        @Override
        public int run(List<String> given, CliContext context) {
            Arguments arguments = Arguments.parse(given, Set.of("--name"), Set.of("--loud"));
            arguments.words(0, 0);
            String name = arguments.option("--name").orElseThrow(() -> new UsageException("needs --name"));
            if (name.equals("nobody")) {
                throw new EventBusException("Could not greet: nobody is there");
            }
            context.out().println((arguments.has("--loud") ? "HELLO " : "Hello ") + name);
            return 0;
        }
    }
}
