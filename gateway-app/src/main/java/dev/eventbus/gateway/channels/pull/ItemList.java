package dev.eventbus.gateway.channels.pull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.gateway.channels.Source;
import dev.eventbus.gateway.json.ArrayItems;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the items in a document, each with its bytes as they were sent. */
final class ItemList {
    static final int MOST = 5_000;

    private static final int MAX_ID = 500;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Source source;

    ItemList(Source source) {
        this.source = source;
    }

    /**
     * The items, oldest first if they say when they happened, else as listed.
     *
     * @throws IllegalArgumentException in words for the channel's owner, if the document has no such list
     */
    List<Item> of(byte[] document) {
        Json.requireOneValue(document);
        byte[] list = source.items() == null ? document : slice(document, JsonPointer.compile(source.items()));
        if (list == null) {
            throw new IllegalArgumentException("there is no list at " + source.items());
        }
        try {
            List<Item> items =
                    ArrayItems.of(list, MOST).stream().map(this::item).toList();
            return source.itemTime() == null
                    ? items
                    : items.stream()
                            .sorted(Comparator.comparing(Item::at, Comparator.nullsLast(Comparator.naturalOrder())))
                            .toList();
        } catch (ProblemException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Item item(byte[] raw) {
        byte[] json = new String(raw, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
        JsonNode tree = Json.tree(json);
        String id = source.itemId() == null ? null : id(tree.at(source.itemId()));
        String delivery = id == null ? "bytes\n" + new String(json, StandardCharsets.UTF_8) : "item\n" + id;
        return new Item(delivery, json, source.itemTime() == null ? null : ItemTime.read(tree.at(source.itemTime())));
    }

    private static @Nullable String id(JsonNode id) {
        String text = id.isTextual() || id.isNumber() ? id.asText() : "";
        return text.isBlank() || text.length() > MAX_ID ? null : text;
    }

    /** The bytes of the array at the pointer; null if there is none. */
    private static byte @Nullable [] slice(byte[] document, JsonPointer pointer) {
        try (JsonParser parser = FACTORY.createParser(document)) {
            parser.nextToken();
            for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
                if (!descend(parser, rest)) {
                    return null;
                }
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return null;
            }
            int from = position(parser) - 1;
            parser.skipChildren();
            return Arrays.copyOfRange(document, from, position(parser));
        } catch (IOException e) {
            throw new IllegalArgumentException("the document is no JSON", e);
        }
    }

    /** Goes to the value that the pointer's first step names; says whether it is there. */
    private static boolean descend(JsonParser parser, JsonPointer step) throws IOException {
        boolean isArray = parser.currentToken() == JsonToken.START_ARRAY;
        if (!isArray && parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        int index = 0;
        while (!isEnd(parser.nextToken())) {
            boolean isIt = isArray
                    ? index++ == step.getMatchingIndex()
                    : String.valueOf(parser.currentName()).equals(step.getMatchingProperty());
            if (!isArray) {
                parser.nextToken();
            }
            if (isIt) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static boolean isEnd(@Nullable JsonToken token) {
        return token == null || token.isStructEnd();
    }

    /** Only right behind a bracket: elsewhere the parser may have read ahead. */
    private static int position(JsonParser parser) {
        return (int) parser.currentLocation().getByteOffset();
    }
}
