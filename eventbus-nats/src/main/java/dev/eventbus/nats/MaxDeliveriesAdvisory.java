package dev.eventbus.nats;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The server's word that it will not deliver a message to a consumer again, type {@code
 * io.nats.jetstream.advisory.v1.max_deliver}.
 *
 * @param sequence the message's place in the stream
 */
record MaxDeliveriesAdvisory(String stream, String consumer, long sequence, int deliveries, Instant at) {
    /** Null if it is no such advisory. */
    static @Nullable MaxDeliveriesAdvisory read(byte[] json) {
        try {
            JsonValue read = JsonParser.parse(new String(json, StandardCharsets.UTF_8));
            String stream = JsonValueUtils.readString(read, "stream");
            String consumer = JsonValueUtils.readString(read, "consumer");
            ZonedDateTime at = JsonValueUtils.readDate(read, "timestamp");
            long sequence = JsonValueUtils.readLong(read, "stream_seq", 0);
            if (stream == null || consumer == null || at == null || sequence < 1) {
                return null;
            }
            int deliveries = JsonValueUtils.readInteger(read, "deliveries", 0);
            return new MaxDeliveriesAdvisory(stream, consumer, sequence, deliveries, at.toInstant());
        } catch (JsonParseException | RuntimeException e) {
            return null;
        }
    }
}
