package dev.eventbus.nats;

/** Text of any origin as a header value: one line of printable ASCII, of bounded length. */
final class HeaderText {
    private static final int MAX_LENGTH = 1_024;

    private HeaderText() {}

    static String clean(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        text.codePoints().limit(MAX_LENGTH).forEach(c -> {
            if (c >= ' ' && c < 0x7f) {
                clean.append((char) c);
            } else {
                clean.append(Character.isWhitespace(c) || Character.isISOControl(c) ? ' ' : '?');
            }
        });
        return clean.toString().strip();
    }
}
