package dev.eventbus.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
    private static final String OLD = key(1);
    private static final String NEW = key(2);
    private static final String SECRET = "whsec_ä€\uD83D\uDE00";

    @Test
    void opensWhatItSealedAndShowsNothingOfIt() {
        byte[] sealed = box(NEW).seal(SECRET);

        assertThat(box(NEW).open(sealed)).isEqualTo(SECRET);
        assertThat(new String(sealed, java.nio.charset.StandardCharsets.UTF_8)).doesNotContain("whsec");
    }

    @Test
    void neverSealsTheSameTwice() {
        assertThat(box(NEW).seal(SECRET)).isNotEqualTo(box(NEW).seal(SECRET));
    }

    @Test
    void refusesEveryChangeOfASealedSecret() {
        SecretBox box = box(NEW);
        byte[] sealed = box.seal("secret");

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> box.open(changed))
                    .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> box.open(cut))
                    .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class);
        }
    }

    @Test
    void saysThatAKeyIsMissing() {
        byte[] sealed = box(OLD).seal(SECRET);

        assertThatThrownBy(() -> box(NEW).open(sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SECRETS_KEY");
    }

    @Test
    void opensWithFormerKeysAndSealsWithTheNewOne() {
        byte[] byOld = box(OLD).seal(SECRET);
        byte[] byNew = box(NEW + "," + OLD).seal(SECRET);

        assertThat(box(NEW + ", " + OLD).open(byOld)).isEqualTo(SECRET);
        assertThat(box(NEW).open(byNew)).isEqualTo(SECRET);
    }

    @Test
    void usesTheStoredKeyUnlessOneIsSetAndOpensWithItAfterwards() {
        byte[] sealed = box(null).seal(SECRET);

        assertThat(box(NEW).open(sealed)).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "AAAA", "not base64 at all, whatever it is!"})
    void refusesAKeyOfAnotherShapeWithoutQuotingIt(String key) {
        assertThatThrownBy(() -> box(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl rand")
                .hasMessageNotContaining(key)
                .hasNoCause();
    }

    private static SecretBox box(@org.jspecify.annotations.Nullable String keys) {
        return new SecretBox(new KeysInMemory(), Optional.ofNullable(keys));
    }

    private static String key(int first) {
        byte[] key = new byte[32];
        key[0] = (byte) first;
        return Base64.getEncoder().encodeToString(key);
    }

    private static final class KeysInMemory extends StoredKeys {
        KeysInMemory() {
            super(null);
        }

        @Override
        byte[] makeOrRead(String name) {
            return new byte[32];
        }
    }
}
