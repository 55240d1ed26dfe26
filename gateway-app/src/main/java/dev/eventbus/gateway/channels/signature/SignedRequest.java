package dev.eventbus.gateway.channels.signature;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came in, before anybody looked into its body.
 *
 * @param headers all values of a header, by its name in whatever case
 * @param body the raw bytes
 * @param at when it came
 */
public record SignedRequest(Function<String, List<String>> headers, byte[] body, Instant at) {
    /** Signatures of a provider that rotates its secret stand in one header. */
    private static final int MAX_LENGTH = 4_096;

    /** The header's value; null unless it is there once and of a sane length: two of them could be read in two ways. */
    public @Nullable String header(String name) {
        List<String> values = headers.apply(name);
        boolean isPlain = values.size() == 1 && values.getFirst().length() <= MAX_LENGTH;
        return isPlain ? values.getFirst().strip() : null;
    }
}
