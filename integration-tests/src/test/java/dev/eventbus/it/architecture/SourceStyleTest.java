package dev.eventbus.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class SourceStyleTest {

    private static final int LONGEST = 400;
    private static final int MEDIAN = 60;

    @Test
    void filesAreShort() {
        List<String> tooLong = javaFiles(Module::sources)
                .filter(file -> lines(file) > LONGEST)
                .map(file -> Module.project().relativize(file) + ": " + lines(file) + " lines")
                .toList();

        assertThat(tooLong).isEmpty();
    }

    @Test
    void halfOfTheFilesAreVeryShort(TestReporter reporter) {
        List<Integer> lengths = javaFiles(Module::mainSources)
                .filter(file -> !isPackageInfo(file))
                .map(SourceStyleTest::lines)
                .sorted()
                .toList();

        int median = lengths.get(lengths.size() / 2);

        reporter.publishEntry("median of lines in main files", Integer.toString(median));
        assertThat(median).isLessThanOrEqualTo(MEDIAN);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<Path> unmarked = javaFiles(Module::mainSources)
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !text(folder.resolve("package-info.java")).contains("@NullMarked"))
                .map(Module.project()::relativize)
                .toList();

        assertThat(unmarked).isEmpty();
    }

    @Test
    void everyModuleSaysWhatItIsFor() {
        List<Path> silent = Arrays.stream(Module.values())
                .map(module -> module.sources().resolveSibling("README.md"))
                .filter(readme -> text(readme).isBlank() || lines(readme) > 40)
                .map(Module.project()::relativize)
                .toList();

        assertThat(silent).as("README.md missing or longer than 40 lines").isEmpty();
    }

    private static Stream<Path> javaFiles(Function<Module, Path> folder) {
        return Arrays.stream(Module.values())
                .map(folder)
                .filter(Files::isDirectory)
                .flatMap(SourceStyleTest::walk)
                .filter(file -> file.toString().endsWith(".java"));
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPackageInfo(Path file) {
        return file.endsWith("package-info.java");
    }

    private static int lines(Path file) {
        return (int) text(file).lines().count();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
