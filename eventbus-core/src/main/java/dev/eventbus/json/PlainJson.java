package dev.eventbus.json;

import java.util.Arrays;

/**
 * Finds the end of a JSON value that is nothing out of the ordinary, much faster than a parser. What it takes, Jackson
 * takes too, as {@link Json} sets it up; of what it does not take Jackson is to be asked, which also knows why.
 */
final class PlainJson {
    /** The answer for what Jackson has to look at. */
    static final int NOT_PLAIN = -1;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_STRING = 1 << 20;
    private static final int MAX_NAME = 250;
    private static final int MAX_NUMBER = 250;

    /** How many names may be open at a time; each is compared with those before it in its object. */
    private static final int MAX_NAMES = 64;

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final byte[] json;

    // Where the names of all open objects begin and end, those of the innermost last.
    private final int[] names = new int[2 * MAX_NAMES];
    private int nameCount;

    private PlainJson(byte[] json) {
        this.json = json;
    }

    /** Where the value that begins there ends. The bytes are known to be UTF-8. */
    static int end(byte[] json, int from) {
        return new PlainJson(json).value(from, 0);
    }

    /** Whether it is one plain value with nothing but white space around it. */
    static boolean isOneValue(byte[] json) {
        PlainJson plain = new PlainJson(json);
        int end = plain.value(plain.skipSpace(0), 0);
        return end != NOT_PLAIN && plain.skipSpace(end) == json.length;
    }

    /** The byte, or 0, which may stand nowhere, behind the end. */
    private byte at(int index) {
        return index < json.length ? json[index] : 0;
    }

    private int skipSpace(int from) {
        int at = from;
        for (byte b = at(at); b == ' ' || b == '\n' || b == '\r' || b == '\t'; b = at(at)) {
            at++;
        }
        return at;
    }

    private int value(int from, int depth) {
        byte first = at(from);
        return switch (first) {
            case '"' -> string(from + 1);
            case '{' -> depth < MAX_DEPTH ? object(from + 1, depth + 1) : NOT_PLAIN;
            case '[' -> depth < MAX_DEPTH ? array(from + 1, depth + 1) : NOT_PLAIN;
            case 't' -> literal(from, TRUE);
            case 'f' -> literal(from, FALSE);
            case 'n' -> literal(from, NULL);
            default -> first == '-' || isDigit(first) ? number(from) : NOT_PLAIN;
        };
    }

    private int literal(int from, byte[] literal) {
        int end = from + literal.length;
        boolean is = end <= json.length && Arrays.equals(json, from, end, literal, 0, literal.length);
        return is ? end : NOT_PLAIN;
    }

    private int object(int from, int depth) {
        int outerNames = nameCount;
        int at = skipSpace(from);
        if (at(at) == '}') {
            return at + 1;
        }
        while (at(at) == '"') {
            int end = string(at + 1);
            if (end == NOT_PLAIN || !isNewName(at + 1, end - 1, outerNames)) {
                return NOT_PLAIN;
            }
            int colon = skipSpace(end);
            int next = at(colon) == ':' ? value(skipSpace(colon + 1), depth) : NOT_PLAIN;
            if (next == NOT_PLAIN) {
                return NOT_PLAIN;
            }
            next = skipSpace(next);
            if (at(next) == '}') {
                nameCount = outerNames;
                return next + 1;
            }
            at = at(next) == ',' ? skipSpace(next + 1) : json.length;
        }
        return NOT_PLAIN;
    }

    /** Remembers a name, unless it is there already or could be the same as one that is spelled otherwise. */
    private boolean isNewName(int from, int to, int outerNames) {
        if (to - from > MAX_NAME || nameCount == MAX_NAMES) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (json[i] == '\\') {
                return false;
            }
        }
        for (int i = outerNames; i < nameCount; i++) {
            if (Arrays.equals(json, names[2 * i], names[2 * i + 1], json, from, to)) {
                return false;
            }
        }
        names[2 * nameCount] = from;
        names[2 * nameCount + 1] = to;
        nameCount++;
        return true;
    }

    private int array(int from, int depth) {
        int at = skipSpace(from);
        if (at(at) == ']') {
            return at + 1;
        }
        while (true) {
            int end = value(at, depth);
            if (end == NOT_PLAIN) {
                return NOT_PLAIN;
            }
            end = skipSpace(end);
            if (at(end) == ']') {
                return end + 1;
            }
            if (at(end) != ',') {
                return NOT_PLAIN;
            }
            at = skipSpace(end + 1);
        }
    }

    /** @param from behind the opening quote */
    private int string(int from) {
        int to = Math.min(json.length, from + MAX_STRING);
        for (int at = from; at < to; at++) {
            byte b = json[at];
            if (b == '"') {
                return at + 1;
            }
            if (b == '\\') {
                at = escape(at + 1);
                if (at == NOT_PLAIN) {
                    return NOT_PLAIN;
                }
            } else if (b >= 0 && b < ' ') {
                return NOT_PLAIN;
            }
        }
        return NOT_PLAIN;
    }

    /** The last index of what stands behind a backslash. */
    private int escape(int at) {
        return switch (at(at)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at;
            case 'u' -> isHex(at + 1) && isHex(at + 2) && isHex(at + 3) && isHex(at + 4) ? at + 4 : NOT_PLAIN;
            default -> NOT_PLAIN;
        };
    }

    private boolean isHex(int index) {
        return at(index) > 0 && Character.digit(at(index), 16) >= 0;
    }

    private int number(int from) {
        int at = at(from) == '-' ? from + 1 : from;
        int end = at(at) == '0' ? at + 1 : digits(at);
        if (end != NOT_PLAIN && at(end) == '.') {
            end = digits(end + 1);
        }
        if (end != NOT_PLAIN && (at(end) == 'e' || at(end) == 'E')) {
            boolean signed = at(end + 1) == '+' || at(end + 1) == '-';
            end = digits(signed ? end + 2 : end + 1);
        }
        boolean plain = end != NOT_PLAIN && end - from <= MAX_NUMBER && !isDigit(at(end));
        return plain ? end : NOT_PLAIN;
    }

    private int digits(int from) {
        int at = from;
        while (isDigit(at(at))) {
            at++;
        }
        return at > from ? at : NOT_PLAIN;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
