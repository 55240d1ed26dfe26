package dev.eventbus.notifications.template;

/** Makes text of unknown origin fit to be stored, framed and shown. */
public final class Text {
    private Text() {}

    /** On one line: line breaks and other control characters become spaces; at most {@code max} characters. */
    public static String oneLine(String text, int max) {
        return cut(text, max, false).strip();
    }

    /** Keeps line breaks and tabs, other control characters become spaces; at most {@code max} characters. */
    public static String lines(String text, int max) {
        return cut(text, max, true);
    }

    private static String cut(String text, int max, boolean keepLines) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), max));
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            int cleaned = clean(point, keepLines);
            if (clean.length() + Character.charCount(cleaned) > max) {
                return shortened(clean, max);
            }
            clean.appendCodePoint(cleaned);
            at += Character.charCount(point);
        }
        return clean.toString();
    }

    private static int clean(int point, boolean keepLines) {
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            return 0xFFFD; // Half a pair: neither UTF-8 nor JSON has a form for it.
        }
        boolean control = Character.isISOControl(point) || point == 0x2028 || point == 0x2029;
        boolean kept = keepLines && (point == '\n' || point == '\t');
        return control && !kept ? ' ' : point;
    }

    private static String shortened(StringBuilder text, int max) {
        int end = Math.min(text.length(), max - 1);
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
