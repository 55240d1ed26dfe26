package dev.eventbus.bench.process;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Command lines of processes with the same Java and the same heap as every other one: {@code -Dbench.heap=256m}. */
public final class Jvm {
    /** Where this program is: {@code benchmarks/target/benchmarks.jar}, or {@code target/classes} beside it. */
    private static final Path HERE = here();

    private Jvm() {}

    /** A class of this jar. */
    public static ProcessBuilder of(Class<?> main, List<String> words, String... more) {
        ProcessBuilder builder = java("-cp", System.getProperty("java.class.path"), main.getName());
        builder.command().addAll(words);
        builder.command().addAll(Arrays.asList(more));
        return builder;
    }

    public static ProcessBuilder java(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + System.getProperty("bench.heap", "256m"),
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(Arrays.asList(words));
        return new ProcessBuilder(command);
    }

    /** The runnable jar of a Quarkus module of this checkout. */
    public static Path quarkus(String module) {
        Path project = HERE.resolve("../../..").normalize();
        Path jar = project.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("No " + jar + ". Build it: mvn -DskipTests package -am -pl " + module);
        }
        return jar;
    }

    private static Path here() {
        try {
            return Path.of(Jvm.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Not run from a file", e);
        }
    }
}
