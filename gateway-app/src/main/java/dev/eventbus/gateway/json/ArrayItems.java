package dev.eventbus.gateway.json;

import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a JSON array into the bytes of its items, looking at brackets, texts and commas only. Each item is read on its
 * own afterwards, so that one that is no sound JSON disturbs no other.
 */
public final class ArrayItems {
    private static final String SPACE = " \t\r\n";

    private final byte[] json;
    private final int most;
    private final List<byte[]> items = new ArrayList<>();
    private int at;

    private ArrayItems(byte[] json, int most) {
        this.json = json;
        this.most = most;
    }

    /**
     * The items in order. Throws a {@link ProblemException}: 400 unless the body is an array, 413 if it has too many
     * items.
     */
    public static List<byte[]> of(byte[] json, int most) {
        return new ArrayItems(json, most).split();
    }

    private List<byte[]> split() {
        skipSpace();
        if (!isAt('[')) {
            throw malformed("The body must be a JSON array.");
        }
        at++;
        skipSpace();
        if (isAt(']')) {
            at++;
        } else {
            splitItems();
        }
        skipSpace();
        if (at < json.length) {
            throw malformed("The body must be one JSON array; there was more after it.");
        }
        return items;
    }

    private void splitItems() {
        do {
            int from = at;
            skipItem();
            add(from);
        } while (json[at++] == ',');
        if (json[at - 1] != ']') {
            throw malformed("The body must be a JSON array; it ended with another bracket.");
        }
    }

    private void add(int from) {
        byte[] item = Arrays.copyOfRange(json, from, at);
        if (new String(item, java.nio.charset.StandardCharsets.ISO_8859_1).isBlank()) {
            throw malformed("The body must be a JSON array; item " + items.size() + " is empty.");
        }
        if (items.size() == most) {
            throw new ProblemException(
                    Problem.of(413, "TOO_MANY_ITEMS", "The array must have at most " + most + " items; send several."));
        }
        items.add(item);
    }

    /** To the comma or bracket behind the item. */
    private void skipItem() {
        for (int open = 0; at < json.length; at++) {
            switch (json[at]) {
                case '"' -> skipText();
                case '{', '[' -> open++;
                case '}', ']' -> {
                    if (open == 0) {
                        return;
                    }
                    open--;
                }
                case ',' -> {
                    if (open == 0) {
                        return;
                    }
                }
                default -> {}
            }
        }
        throw malformed("The body must be JSON; it ended too early.");
    }

    private void skipText() {
        at++;
        while (at < json.length && json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
    }

    private void skipSpace() {
        while (at < json.length && SPACE.indexOf(json[at]) >= 0) {
            at++;
        }
    }

    private boolean isAt(char wanted) {
        return at < json.length && json[at] == wanted;
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(Problem.of(400, "MALFORMED_JSON", detail));
    }
}
