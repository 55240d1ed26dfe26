package dev.eventbus.forwarder.forward;

import dev.eventbus.EventMetadata;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Carries the producer's trace on to the endpoint (W3C Trace Context, level 1): the same trace, a new parent id for
 * each attempt. A message without a trace, or with one that cannot be read, is sent without: a trace that begins here
 * would have no first half.
 */
final class TraceContext {
    /** Version, trace id, parent id, flags. */
    private static final int LENGTH = 55;

    private static final int TRACE_ID_END = 35;
    private static final int FLAGS = 53;
    private static final int SAMPLED = 1;

    /** Printable ASCII without spaces at its ends; 512 characters are what every party must carry (3.3.1.5). */
    private static final Pattern TRACESTATE = Pattern.compile("[\\x21-\\x7E]([\\x20-\\x7E\\t]{0,510}[\\x21-\\x7E])?");

    private static final int MAX_MEMBERS = 32;

    private final Supplier<RandomGenerator> random;

    TraceContext(Supplier<RandomGenerator> random) {
        this.random = random;
    }

    /**
     * The headers of one attempt; empty where there is no trace to go on with.
     *
     * @param message its headers by name, null for those it does not have
     */
    Map<String, String> headers(Function<String, @Nullable String> message) {
        String parent = parent(header(message, "traceparent", "Traceparent"));
        if (parent == null) {
            return Map.of();
        }
        Map<String, String> headers = HashMap.newHashMap(2);
        headers.put("traceparent", child(parent));
        String state = header(message, "tracestate", "Tracestate");
        if (state != null && isTracestate(state)) {
            headers.put("tracestate", state);
        }
        return headers;
    }

    /** Message headers are case-sensitive; some clients write them as HTTP does. */
    private static @Nullable String header(
            Function<String, @Nullable String> message, String name, String capitalised) {
        String value = message.apply(name);
        return value == null ? message.apply(capitalised) : value;
    }

    /** A version after 00 may say more, behind what is known (3.2.4). */
    private static @Nullable String parent(@Nullable String header) {
        if (header == null) {
            return null;
        }
        boolean saysMore = header.length() > LENGTH && header.charAt(LENGTH) == '-' && !header.startsWith("00");
        String known = saysMore ? header.substring(0, LENGTH) : header;
        return EventMetadata.isTraceparent(known) ? known : null;
    }

    private String child(String parent) {
        int flags = Integer.parseInt(parent, FLAGS, LENGTH, 16) & SAMPLED;
        return "00" + parent.substring(2, TRACE_ID_END) + "-" + HexFormat.of().toHexDigits(spanId()) + "-0" + flags;
    }

    private long spanId() {
        long id = random.get().nextLong();
        return id == 0 ? 1 : id; // all zeros is no id
    }

    private static boolean isTracestate(String state) {
        return TRACESTATE.matcher(state).matches()
                && state.chars().filter(c -> c == ',').count() < MAX_MEMBERS;
    }
}
