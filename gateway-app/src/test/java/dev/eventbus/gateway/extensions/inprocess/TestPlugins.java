package dev.eventbus.gateway.extensions.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.extensions.PlatformEventHandler;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Builds plugin jars from source text, as an extension's author would. */
public final class TestPlugins {
    private static final String SERVICES = "META-INF/services/" + PlatformEventHandler.class.getName();

    private TestPlugins() {}

    /** A class {@code Name} with these members, in package {@code plugin}, that belongs to the extension. */
    public static void write(Path jar, String extensionKey, String members) {
        writeSource(
                jar,
                "import dev.eventbus.extensions.*;\n@Extension(key = \"" + extensionKey
                        + "\")\npublic class Handler implements PlatformEventHandler {\n" + members + "\n}");
    }

    /** @param source of a class {@code Handler}, without the package */
    static void writeSource(Path jar, String source) {
        try {
            Path work = Files.createTempDirectory("plugin");
            Path file = work.resolve("Handler.java");
            Files.writeString(file, "package plugin;\n" + source);
            int exit = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-proc:none", "-d", work.toString(), "-cp", classPath(), file.toString());
            assertThat(exit).as("exit code of javac").isZero();
            pack(jar, work, "plugin.Handler");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pack(Path jar, Path work, String handler) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.list(work.resolve("plugin"))) {
            for (Path file : files.toList()) {
                out.putNextEntry(new JarEntry("plugin/" + file.getFileName()));
                out.write(Files.readAllBytes(file));
            }
            out.putNextEntry(new JarEntry(SERVICES));
            out.write(handler.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> List.of("extensions-api", "eventbus-core", "jackson").stream()
                        .anyMatch(entry::contains))
                .reduce("", (a, b) -> a + File.pathSeparator + b);
    }
}
