package dev.eventbus.nats.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a nats-server of version 2.9 or newer: on the PATH, in the project's cache, else in the Debian or Ubuntu archive.
 *
 * <p>The cache is {@code $EVENTBUS_CACHE}, else {@code ~/.cache/eventbus}. Fetching needs no root and changes nothing
 * outside the cache.
 */
public final class NatsServerBinary {

    private static final String NAME = "nats-server";
    private static final Duration VERSION_DEADLINE = Duration.ofSeconds(10);

    private NatsServerBinary() {}

    /**
     * The path of an executable nats-server. Blocks while one is fetched (a minute on a slow line).
     *
     * @throws NatsServerException when there is none and none can be fetched; the message says how to install one
     */
    public static Path find() {
        Map<String, String> environment = System.getenv();
        Cache cache = new Cache(cacheFolder(environment));
        return onPath(environment.getOrDefault("PATH", ""))
                .or(cache::newest)
                .orElseGet(() -> cache.fill(new DebianArchive()::fetch));
    }

    /**
     * The path of the nats-server that a Debian suite ships, such as the 2.9 of {@code bookworm}; taken from the cache, else fetched.
     *
     * @throws NatsServerException when it cannot be fetched here
     */
    public static Path of(String suite) {
        return new Cache(cacheFolder(System.getenv()))
                .fill(suite, scratch -> new DebianArchive().fetch(suite, scratch));
    }

    static Path cacheFolder(Map<String, String> environment) {
        String own = environment.getOrDefault("EVENTBUS_CACHE", "");
        return own.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "eventbus")
                : Path.of(own).toAbsolutePath();
    }

    static Optional<Path> onPath(String path) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, NAME))
                .filter(NatsServerBinary::isUsable)
                .findFirst();
    }

    /** Whether the file runs here and is new enough. */
    static boolean isUsable(Path file) {
        return version(file)
                .filter(found -> found.compareTo(Version.MINIMUM) >= 0)
                .isPresent();
    }

    static Optional<Version> version(Path file) {
        if (!Files.isExecutable(file) || Files.isDirectory(file)) {
            return Optional.empty();
        }
        Path folder = file.toAbsolutePath().getParent();
        Command asked = Command.run(folder, VERSION_DEADLINE, List.of(file.toString(), "--version"));
        return asked.ok() ? Version.in(asked.output()) : Optional.empty();
    }
}
