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
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The folder of fetched servers, {@code nats-server-<version>/nats-server} each, shared by all checkouts. */
record Cache(Path folder) {

    private static final String NAME = "nats-server";
    private static final String PREFIX = NAME + "-";

    /** The newest server in the cache that runs here. */
    Optional<Path> newest() {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
                    .sorted(Comparator.comparing(Cache::versionOf).reversed())
                    .map(entry -> entry.resolve(NAME))
                    .filter(NatsServerBinary::isUsable)
                    .findFirst();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Lets {@code fetch} put a server into a scratch folder and moves it into the cache in one step. */
    Path fill(UnaryOperator<Path> fetch) {
        return fill(this::newest, fetch, fetched -> PREFIX + version(fetched));
    }

    /**
     * As {@link #fill(UnaryOperator)}, for the server of one suite. It lies apart, so that an old one fetched on purpose
     * never is the newest in the cache.
     */
    Path fill(String suite, UnaryOperator<Path> fetch) {
        String home = "suite-" + suite;
        return fill(
                () -> Optional.of(folder.resolve(home).resolve(NAME)).filter(NatsServerBinary::isUsable),
                fetch,
                fetched -> home);
    }

    /**
     * The class monitor keeps the threads of this process apart and the file lock the processes: a Java file lock
     * alone would throw for the second thread. Whoever waited finds the server of whoever was first.
     */
    private Path fill(Supplier<Optional<Path>> look, UnaryOperator<Path> fetch, Function<Path, String> home) {
        synchronized (Cache.class) {
            try {
                Files.createDirectories(folder);
                try (FileChannel channel = FileChannel.open(
                                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.lock()) {
                    return look.get().orElseGet(() -> fetchInto(fetch, home));
                }
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }

    private Path fetchInto(UnaryOperator<Path> fetch, Function<Path, String> home) {
        try {
            Path scratch = Files.createTempDirectory(folder, ".fetch-");
            try {
                Path fetched = fetch.apply(scratch);
                return keep(fetched, home.apply(fetched));
            } finally {
                Folders.delete(scratch);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Path keep(Path fetched, String name) throws IOException {
        Path staged = Files.createDirectory(fetched.resolveSibling(name));
        Files.move(fetched, staged.resolve(NAME));
        Path home = folder.resolve(name);
        Folders.delete(home); // only a broken one can be there: one that runs would have been found
        Files.move(staged, home, StandardCopyOption.ATOMIC_MOVE);
        return home.resolve(NAME);
    }

    private static Version version(Path fetched) {
        return NatsServerBinary.version(fetched)
                .orElseThrow(() -> new NatsServerException("The fetched " + fetched + " does not run here."));
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
