package dev.eventbus.nats.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteSwapTest {

    private final SuiteSwap swap = new SuiteSwap("bookworm", "sid");

    @Test
    void keepsMirrorComponentsAndKeyOfAOneLineEntry() {
        String rewritten =
                swap.lines("deb [signed-by=/k.gpg arch=amd64] http://mirror.example/debian bookworm main contrib\n");

        assertThat(rewritten)
                .isEqualTo("deb [signed-by=/k.gpg arch=amd64] http://mirror.example/debian sid main contrib\n");
    }

    @Test
    void leavesOutWhatIsNotTheArchiveOfTheSystem() {
        assertThat(swap.lines("""
                        # deb http://mirror.example.org/debian bookworm main
                        deb-src http://mirror.example.org/debian bookworm main
                        deb http://security.debian.org/debian-security bookworm-security main
                        deb https://download.example/docker bookworm stable
                        """)).isEmpty();
    }

    @Test
    void rewritesOnlyTheArchiveStanza() {
        String rewritten = swap.stanzas("""
                Types: deb deb-src
                # a note
                URIs: http://mirror.example.org/debian
                Suites: bookworm bookworm-updates
                Components: main
                Signed-By:
                 -----BEGIN PGP PUBLIC KEY BLOCK-----
                 .
                 abc

                Types: deb
                URIs: http://mirror.example.org/debian-security
                Suites: bookworm-security
                Components: main
                """);

        assertThat(rewritten).isEqualTo("""
                        Types: deb
                        URIs: http://mirror.example.org/debian
                        Suites: sid
                        Components: main
                        Signed-By:\s
                         -----BEGIN PGP PUBLIC KEY BLOCK-----
                         .
                         abc
                        """);
    }

    @Test
    void leavesOutADisabledStanza() {
        String disabled = "Enabled: no\nTypes: deb\nURIs: http://a/debian\nSuites: bookworm\nComponents: main\n";

        assertThat(swap.stanzas(disabled)).isEmpty();
    }

    @Test
    void readsBothFormatsFromTheSystemsFolder(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("sources.list"), "deb http://a/debian bookworm main\n");
        Path parts = Files.createDirectory(folder.resolve("sources.list.d"));
        Files.writeString(
                parts.resolve("x.sources"), "Types: deb\nURIs: http://b/debian\nSuites: bookworm\nComponents: main\n");
        Files.writeString(parts.resolve("y.list.disabled"), "deb http://c/debian bookworm main\n");

        assertThat(new AptSources(folder).entries("bookworm", "sid"))
                .containsEntry("0.list", "deb http://a/debian sid main\n")
                .containsEntry("1.sources", "Types: deb\nURIs: http://b/debian\nSuites: sid\nComponents: main\n")
                .hasSize(2);
    }
}
