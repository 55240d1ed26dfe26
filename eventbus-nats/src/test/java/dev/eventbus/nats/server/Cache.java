package dev.eventbus.nats.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The folder of fetched servers, {@code nats-server-<version>/nats-server} each, shared by all checkouts. */
record Cache(Path folder) {

    private static final String PREFIX = "nats-server-";

    /** The newest server in the cache that runs here. */
    Optional<Path> newest() {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
                    .sorted(Comparator.comparing(Cache::versionOf).reversed())
                    .map(entry -> entry.resolve("nats-server"))
                    .filter(NatsServerBinary::isUsable)
                    .findFirst();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Lets {@code fetch} put a server into a scratch folder and moves it into the cache in one step.
     *
     * <p>The class monitor keeps the threads of this process apart and the file lock the processes: a Java file lock
     * alone would throw for the second thread. Whoever waited finds the server of whoever was first.
     */
    Path fill(UnaryOperator<Path> fetch) {
        synchronized (Cache.class) {
            try {
                Files.createDirectories(folder);
                try (FileChannel channel = FileChannel.open(
                                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.lock()) {
                    return newest().orElseGet(() -> fetchInto(fetch));
                }
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }

    private Path fetchInto(UnaryOperator<Path> fetch) {
        try {
            Path scratch = Files.createTempDirectory(folder, ".fetch-");
            try {
                return keep(fetch.apply(scratch));
            } finally {
                Folders.delete(scratch);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Path keep(Path fetched) throws IOException {
        Version version = NatsServerBinary.version(fetched)
                .orElseThrow(() -> new NatsServerException("The fetched " + fetched + " does not run here."));
        Path staged = Files.createDirectory(fetched.resolveSibling(PREFIX + version));
        Files.move(fetched, staged.resolve("nats-server"));
        Path home = folder.resolve(PREFIX + version);
        Folders.delete(home); // only a broken one can be there: newest() found none that runs
        Files.move(staged, home, StandardCopyOption.ATOMIC_MOVE);
        return home.resolve("nats-server");
    }

    private static Version versionOf(Path entry) {
        return Version.in(entry.getFileName().toString()).orElse(new Version(0, 0, 0));
    }

    private NatsServerException unusable(IOException cause) {
        return new NatsServerException(
                "Could not use the cache folder " + folder + ": " + cause
                        + ". Set EVENTBUS_CACHE to a writable folder.",
                cause);
    }
}
