package dev.eventbus.nats.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsServerBinaryTest {

    @TempDir
    Path folder;

    @Test
    void takesTheFirstOnThePathThatIsNewEnough() throws IOException {
        Path old = program("old", "nats-server: v2.8.4");
        Path good = program("good", "nats-server: v2.10.7");

        assertThat(NatsServerBinary.onPath(old.getParent() + ":" + good.getParent()))
                .contains(good);
        assertThat(NatsServerBinary.onPath(old.getParent().toString())).isEmpty();
        assertThat(NatsServerBinary.onPath("")).isEmpty();
    }

    @Test
    void comparesVersionsAsNumbers() {
        assertThat(Version.in("nats-server: v2.10.0").orElseThrow()).isGreaterThan(new Version(2, 9, 25));
        assertThat(Version.in("none")).isEmpty();
    }

    @Test
    void cachesWhatWasFetchedUnderItsVersion() {
        Cache cache = new Cache(folder.resolve("cache"));

        Path kept = cache.fill(scratch -> programIn(scratch, "nats-server: v2.11.3"));

        assertThat(kept).isEqualTo(folder.resolve("cache/nats-server-2.11.3/nats-server"));
        assertThat(cache.newest()).contains(kept);
        assertThat(cache.fill(scratch -> {
                    throw new AssertionError("fetched a second time");
                }))
                .isEqualTo(kept);
        assertThat(folder.resolve("cache")).isDirectoryNotContaining("glob:**/.fetch-*");
    }

    @Test
    void prefersTheNewestInTheCache() throws IOException {
        program("cache/nats-server-2.9.10", "nats-server: v2.9.10");
        Path newer = program("cache/nats-server-2.15.1", "nats-server: v2.15.1");

        assertThat(new Cache(folder.resolve("cache")).newest()).contains(newer);
    }

    @Test
    void keepsTheServerOfASuiteApartFromTheNewest() {
        Cache cache = new Cache(folder.resolve("cache"));

        Path kept = cache.fill("bookworm", scratch -> programIn(scratch, "nats-server: v2.9.10"));

        assertThat(kept).isEqualTo(folder.resolve("cache/suite-bookworm/nats-server"));
        assertThat(cache.newest()).isEmpty();
        assertThat(cache.fill("bookworm", scratch -> {
                    throw new AssertionError("fetched a second time");
                }))
                .isEqualTo(kept);
    }

    @Test
    void takesTheCacheFolderFromTheEnvironment() {
        assertThat(NatsServerBinary.cacheFolder(Map.of("EVENTBUS_CACHE", "/x y")))
                .isEqualTo(Path.of("/x y"));
        assertThat(NatsServerBinary.cacheFolder(Map.of())).endsWithRaw(Path.of(".cache", "eventbus"));
    }

    @Test
    void triesNewerSuitesBeforeTheSystemsOwn() {
        assertThat(new SystemRelease("debian", "bookworm").suitesNewestFirst())
                .startsWith("sid")
                .endsWith("bookworm");
        assertThat(new SystemRelease("ubuntu", "noble").suitesNewestFirst()).containsExactly("devel", "noble");
        assertThat(new SystemRelease("alpine", "").suitesNewestFirst()).isEmpty();
    }

    @Test
    void saysHowToInstallWhereNoArchiveIsKnown() {
        DebianArchive none = new DebianArchive(new SystemRelease("alpine", ""), new AptSources(folder));

        assertThatThrownBy(() -> none.fetch(folder))
                .isInstanceOf(NatsServerException.class)
                .hasMessageContaining("2.9 or newer")
                .hasMessageContaining("Install one");
        assertThatThrownBy(() -> none.fetch("bookworm", folder)).isInstanceOf(NatsServerException.class);
    }

    private Path program(String name, String says) throws IOException {
        return programIn(Files.createDirectories(folder.resolve(name)), says);
    }

    private static Path programIn(Path folder, String says) {
        try {
            Path file = folder.resolve("nats-server");
            Files.writeString(file, "#!/bin/sh\necho '" + says + "'\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
