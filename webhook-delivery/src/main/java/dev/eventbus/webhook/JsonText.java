package dev.eventbus.webhook;

import java.util.BitSet;

/**
 * Tells whether bytes are exactly one JSON value (RFC 8259), of any depth and length. The caller has checked that they
 * are UTF-8. Jackson is not used because it also takes UTF-16 and a byte order mark, and has limits of its own.
 */
final class JsonText {
    private enum Next {
        VALUE,
        AFTER_VALUE,
        DONE,
        BROKEN
    }

    private final byte[] text;
    /** The open containers, innermost last: set for an object, clear for an array. Not recursion: depth is unbounded. */
    private final BitSet objects = new BitSet();

    private int depth;
    private int at;

    private JsonText(byte[] text) {
        this.text = text;
    }

    static boolean isOneValue(byte[] utf8) {
        JsonText json = new JsonText(utf8);
        Next next = Next.VALUE;
        while (next == Next.VALUE || next == Next.AFTER_VALUE) {
            json.skipSpace();
            next = next == Next.VALUE ? json.value() : json.afterValue();
        }
        return next == Next.DONE;
    }

    private Next value() {
        if (take('{')) {
            objects.set(depth++);
            skipSpace();
            return peek() == '}' ? Next.AFTER_VALUE : member();
        }
        if (take('[')) {
            objects.clear(depth++);
            skipSpace();
            return peek() == ']' ? Next.AFTER_VALUE : Next.VALUE;
        }
        return scalar() ? Next.AFTER_VALUE : Next.BROKEN;
    }

    private Next afterValue() {
        if (depth == 0) {
            return at == text.length ? Next.DONE : Next.BROKEN;
        }
        boolean inObject = objects.get(depth - 1);
        if (take(',')) {
            skipSpace();
            return inObject ? member() : Next.VALUE;
        }
        depth--;
        return take(inObject ? '}' : ']') ? Next.AFTER_VALUE : Next.BROKEN;
    }

    private Next member() {
        if (!string()) {
            return Next.BROKEN;
        }
        skipSpace();
        return take(':') ? Next.VALUE : Next.BROKEN;
    }

    private boolean scalar() {
        return switch (peek()) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!take(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        while (true) {
            at = EightBytes.endOfPlain(text, at);
            if (at == text.length) {
                return false;
            }
            byte c = text[at++];
            if (c == '"') {
                return true;
            }
            if (c != '\\' || !escape()) {
                return false;
            }
        }
    }

    private boolean escape() {
        if (take('u')) {
            int end = at + 4;
            while (at < end && Character.digit(peek(), 16) >= 0) {
                at++;
            }
            return at == end;
        }
        return "\"\\/bfnrt".indexOf(peek()) >= 0 && at++ < text.length;
    }

    private boolean number() {
        take('-');
        if (!take('0') && !digits()) {
            return false;
        }
        if (take('.') && !digits()) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at > start;
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            at++;
        }
    }

    private boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    /** The character at hand, or one that fits nowhere when the text is at its end or the byte is not ASCII. */
    private char peek() {
        return at < text.length && text[at] >= 0 ? (char) text[at] : '\uffff';
    }
}
