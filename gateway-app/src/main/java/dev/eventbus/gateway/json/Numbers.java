package dev.eventbus.gateway.json;

import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/** Numbers of a scanned object, however they are written. */
final class Numbers {
    private Numbers() {}

    /** The whole number, or null if it is none or does not fit; {@code 1.0} is none. */
    static @Nullable Integer integer(Member member) {
        if (member.kind() != JsonToken.VALUE_NUMBER_INT) {
            return null;
        }
        try {
            return Integer.valueOf(String.valueOf(member.literal()));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The number, or null if it is none; one that is too large for a double is infinite. */
    static @Nullable Double number(Member member) {
        return member.kind().isNumeric() ? Double.valueOf(String.valueOf(member.literal())) : null;
    }
}
