package dev.eventbus.notifications.profile;

import dev.eventbus.topic.Segments;
import java.util.regex.Pattern;

/**
 * Addresses that mail is sent to: the plain form of RFC 5321 in ASCII. No quotes, comments, line breaks or lists, so
 * that an address can never be more than one address, nor a header.
 */
public final class EmailAddress {
    static final int MAX = 254;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern FORM =
            Pattern.compile("(?=.{1,64}@)" + ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")*");

    private EmailAddress() {}

    public static boolean isSound(String text) {
        return text.length() <= MAX && FORM.matcher(text).matches();
    }

    /** The text itself, or an {@link IllegalArgumentException} that goes on after the field's name. */
    static String require(String text) {
        if (isSound(text)) {
            return text;
        }
        throw new IllegalArgumentException("must be one plain e-mail address such as ann@example.com, at most " + MAX
                + " characters of ASCII, was " + Segments.quoted(text));
    }
}
