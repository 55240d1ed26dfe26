package dev.eventbus.nats.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes nats-server out of the system's own Debian or Ubuntu mirror: of the newest suite it offers, or of a given one.
 *
 * <p>apt works on a state and cache of its own inside the scratch folder, so it needs no root and the system's package
 * lists stay as they are. Signatures are checked with the keys the system trusts.
 */
final class DebianArchive {

    private static final Duration DEADLINE = Duration.ofMinutes(4);

    private final SystemRelease release;
    private final AptSources sources;

    DebianArchive() {
        this(SystemRelease.read(Path.of("/etc/os-release")), new AptSources(Path.of("/etc/apt")));
    }

    DebianArchive(SystemRelease release, AptSources sources) {
        this.release = release;
        this.sources = sources;
    }

    /** The path inside {@code scratch} of the newest server there is. */
    Path fetch(Path scratch) {
        return fetchFirst(release.suitesNewestFirst(), scratch);
    }

    /** The path inside {@code scratch} of the server of this very suite. */
    Path fetch(String suite, Path scratch) {
        return fetchFirst(release.suitesNewestFirst().isEmpty() ? List.of() : List.of(suite), scratch);
    }

    private Path fetchFirst(List<String> suites, Path scratch) {
        StringBuilder tried = new StringBuilder();
        for (String suite : suites) {
            Optional<Path> server = fetchFrom(suite, scratch.resolve(suite), tried);
            if (server.isPresent()) {
                return server.get();
            }
        }
        throw new NatsServerException(Advice.install(tried.toString()));
    }

    private Optional<Path> fetchFrom(String suite, Path folder, StringBuilder tried) {
        try {
            AptConfig apt = AptConfig.write(folder, sources.entries(release.codename(), suite));
            // The exit of update is not asked: one foreign mirror without this suite must not hide the others.
            run(apt.folder(), apt.command("update"));
            Command download = run(apt.folder(), apt.command("download", "nats-server"));
            Command unpack = download.ok() ? unpack(apt.folder()) : download;
            Path server = apt.folder().resolve("unpacked/usr/sbin/nats-server");
            if (unpack.ok() && NatsServerBinary.isUsable(server)) {
                return Optional.of(server);
            }
            tried.append("; ").append(suite).append(": ").append(lastLine(unpack));
            return Optional.empty();
        } catch (IOException e) {
            tried.append("; ").append(suite).append(": ").append(e);
            return Optional.empty();
        }
    }

    private static Command unpack(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            String archive = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("nats-server") && name.endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("apt-get download left no package in " + folder));
            return run(folder, List.of("dpkg", "-x", archive, "unpacked"));
        }
    }

    private static Command run(Path folder, List<String> words) {
        return Command.run(folder, DEADLINE, words);
    }

    private static String lastLine(Command command) {
        String text = command.output().strip();
        return text.isEmpty()
                ? "not usable here (exit " + command.exit() + ")"
                : text.lines().reduce("", (a, b) -> b);
    }
}
