package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EightBytesTest {
    @Test
    void findsEveryByteThatEndsPlainTextWhereverItStands() {
        for (int value = 0; value < 256; value++) {
            for (int at = 0; at < 19; at++) {
                byte[] text = new byte[19];
                Arrays.fill(text, (byte) 'a');
                text[at] = (byte) value;

                boolean ends = value < 0x20 || value == '"' || value == '\\';
                assertThat(EightBytes.endOfPlain(text, 0))
                        .as("byte %d at %d", value, at)
                        .isEqualTo(ends ? at : 19);
                assertThat(EightBytes.isAscii(text)).isEqualTo(value < 0x80);
            }
        }
    }

    @Test
    void findsTheSameAsALookAtEachByte() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] text = new byte[random.nextInt(40)];
            random.nextBytes(text);
            if (i % 2 == 0) { // few special ones
                for (int at = 0; at < text.length; at++) {
                    text[at] = (byte) (random.nextInt(20) == 0 ? text[at] : 0x80 | text[at]);
                }
            }
            int from = random.nextInt(text.length + 1);

            assertThat(EightBytes.endOfPlain(text, from)).isEqualTo(naive(text, from));
        }
    }

    private static int naive(byte[] text, int from) {
        int at = from;
        while (at < text.length && !(text[at] >= 0 && text[at] < 0x20) && text[at] != '"' && text[at] != '\\') {
            at++;
        }
        return at;
    }
}
