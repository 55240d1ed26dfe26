package dev.eventbus.webhook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks request headers, so that no value can smuggle in another header or another request. */
final class Headers {
    /** RFC 9110 §5.6.2, token. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
    /** RFC 9110 §5.5, field-value, ASCII only. */
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7E]([\\x20-\\x7E\\t]*[\\x21-\\x7E])?|");

    private static final int MAX_VALUE = 8_000;
    private static final int MAX_COUNT = 50;
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "proxy-connection");

    private Headers() {}

    /** The same headers in the same order, unmodifiable; throws in words that never hold a value. */
    static Map<String, String> checked(Map<String, String> headers) {
        if (headers.size() > MAX_COUNT) {
            throw new IllegalArgumentException("headers must be at most " + MAX_COUNT + ", were " + headers.size());
        }
        headers.forEach(Headers::check);
        return Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "header name must be letters, digits and hyphens, was \"" + escaped(name) + "\"");
        }
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header " + name + " is set by the HTTP client; leave it out");
        }
        if (value.length() > MAX_VALUE || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("header " + name + " must have a value of printable ASCII on one line,"
                    + " at most " + MAX_VALUE + " characters, without spaces at its ends");
        }
    }

    static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars()
                .limit(60)
                .forEach(c ->
                        shown.append(c < 0x20 || c > 0x7E ? String.format("\\u%04x", c) : String.valueOf((char) c)));
        return shown.toString();
    }
}
