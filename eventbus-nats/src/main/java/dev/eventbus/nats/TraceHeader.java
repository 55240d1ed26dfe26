package dev.eventbus.nats;

import dev.eventbus.Event;
import dev.eventbus.EventMetadata;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * W3C Trace Context, 3.2, as a message header. The body has it anyway: it is written for tools along the way, and only
 * where the trace is sampled, since a header costs as much as the rest of a publish.
 */
final class TraceHeader {
    static final String NAME = "traceparent";

    private static final int SAMPLED = 1;
    private static final int FLAGS = 53;

    private TraceHeader() {}

    static boolean isWanted(Event event) {
        String traceparent = event.metadata().traceparent();
        return traceparent != null && (Integer.parseInt(traceparent, FLAGS, FLAGS + 2, 16) & SAMPLED) != 0;
    }

    static Headers write(Event event, Headers headers) {
        return isWanted(event) ? headers.put(NAME, event.metadata().traceparent()) : headers;
    }

    /** The event, with the trace of a foreign producer that knows the header but not the envelope's field. */
    static Event read(Event event, @Nullable Headers headers) {
        String header = headers == null || event.metadata().traceparent() != null ? null : headers.getFirst(NAME);
        return header == null || !EventMetadata.isTraceparent(header)
                ? event
                : event.withMetadata(event.metadata().withTraceparent(header));
    }
}
