package dev.eventbus.bench.gateway;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts together the answers of one connection, of which only one is ever under way. */
final class Answers {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String END_OF_CHUNKS = "0\r\n\r\n";

    private Buffer received = Buffer.buffer();

    /** The whole answer, head and all, or null if there is more to come. */
    @Nullable
    String take(Buffer bytes) {
        received.appendBuffer(bytes);
        String text = received.toString(StandardCharsets.ISO_8859_1);
        if (!isWhole(text)) {
            return null;
        }
        received = Buffer.buffer();
        return text;
    }

    private static boolean isWhole(String text) {
        int head = text.indexOf(END_OF_HEAD);
        if (head < 0) {
            return false;
        }
        Matcher length = LENGTH.matcher(text).region(0, head);
        return length.find()
                ? text.length() >= head + END_OF_HEAD.length() + Integer.parseInt(length.group(1))
                : text.endsWith(END_OF_CHUNKS);
    }
}
