package dev.eventbus.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What a producer's bytes are, and how they are called over HTTP. */
enum DataKind {
    JSON("application/json"),
    TEXT("text/plain; charset=utf-8"),
    BINARY("application/octet-stream");

    final String contentType;

    DataKind(String contentType) {
        this.contentType = contentType;
    }

    static DataKind of(byte[] data) {
        if (!isUtf8(data)) {
            return BINARY;
        }
        return JsonText.isOneValue(data) ? JSON : TEXT;
    }

    private static boolean isUtf8(byte[] bytes) {
        if (EightBytes.isAscii(bytes)) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException notText) {
            return false;
        }
    }
}
