package dev.eventbus.forwarder.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourceTest {
    @TempDir
    Path folder;

    @TempDir
    Path secrets;

    private Path secret;
    private ConfigSource source;

    @BeforeEach
    void refer() throws Exception {
        secret = secrets.resolve("token");
        source = new ConfigSource(folder, Map.of());
        refer("${file:" + secret + "}");
    }

    @Test
    void readsASecretFromAFileWithoutTheNewlineAtItsEnd() throws Exception {
        Files.writeString(secret, "one two\n");
        assertThat(header()).isEqualTo("Bearer one two");

        Files.writeString(secret, "dos\r\n");
        assertThat(header()).isEqualTo("Bearer dos");

        Files.writeString(secret, "${HOME}");
        assertThat(header()).as("what a file holds is no reference").isEqualTo("Bearer ${HOME}");
    }

    @Test
    void seesThatAFileOfASecretChangedOrCameToBe() throws Exception {
        assertThatThrownBy(source::load)
                .isInstanceOf(BrokenConfigException.class)
                .hasMessageContaining("a.yml:7:33: Authorization needs file " + secret
                        + ", which cannot be read; create it, or let this process read it");
        assertThat(source.hasChanged()).isFalse();

        Files.writeString(secret, "one");
        assertThat(source.hasChanged()).isTrue();
        assertThat(header()).isEqualTo("Bearer one");
        assertThat(source.hasChanged()).isFalse();

        Files.writeString(secret, "two");
        assertThat(source.hasChanged()).isTrue();
        assertThat(header()).isEqualTo("Bearer two");

        Files.delete(secret);
        assertThat(source.hasChanged()).isTrue();

        refer("none");
        source.load();
        Files.writeString(secret, "three");
        assertThat(source.hasChanged()).as("nobody refers to it any more").isFalse();
    }

    @Test
    void refusesFilesThatAreNoSecretAndShowsNothingOfThem() throws Exception {
        Files.write(secret, new byte[] {'h', 'u', 's', 'h', (byte) 0xff});
        assertThatThrownBy(source::load).hasMessageContaining("is no UTF-8 text");

        Files.writeString(secret, "hush".repeat(20_000), StandardCharsets.UTF_8);
        assertThatThrownBy(source::load)
                .hasMessageContaining("is larger than 64 KiB; name the file of one secret")
                .hasMessageNotContaining("hush");

        for (String nothing : new String[] {"", "\n", "\r\n"}) {
            Files.writeString(secret, nothing);
            assertThatThrownBy(source::load)
                    .as("a file that is being written anew")
                    .hasMessageContaining("which is empty; write the secret into it");
        }

        Files.writeString(secret, "hush\nhush\n");
        assertThatThrownBy(source::load).hasMessageNotContaining("hush");

        refer("${file:" + secrets + "}");
        assertThatThrownBy(source::load).hasMessageContaining("cannot be read");

        refer("${file:token}");
        assertThatThrownBy(source::load).hasMessageContaining("must be written as an absolute path");

        refer("${file:/dev/zero}");
        assertThatThrownBy(source::load).hasMessageContaining("cannot be read");
    }

    private String header() {
        return source.load().subscriptions().getFirst().endpoint().headers().get("Authorization");
    }

    private void refer(String reference) throws Exception {
        Files.writeString(folder.resolve("a.yml"), """
                subscriptions:
                  - name: one
                    subject: a
                    consumer: one
                    webhook:
                      url: "http://127.0.0.1:9/"
                      headers: { Authorization: "Bearer REFERENCE" }
                """.replace("REFERENCE", reference));
    }
}
