package dev.eventbus.gateway.channels.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Names what came in, the same on every replica and at every repetition. */
public final class DeliveryName {
    private DeliveryName() {}

    /** 64 hexadecimal digits; channels never share one, whatever their deliveries are called. */
    public static String of(String channelId, String delivery) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((channelId + "\n" + delivery).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A UUID of version 8 (RFC 9562, 5.8), which is for ids that are made of something. */
    static String eventId(String name) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(name));
        long high = bytes.getLong() & ~0xF000L | 0x8000L;
        long low = bytes.getLong() & ~(0b11L << 62) | 0b10L << 62;
        return new UUID(high, low).toString();
    }
}
