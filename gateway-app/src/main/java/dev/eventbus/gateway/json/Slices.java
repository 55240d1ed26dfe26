package dev.eventbus.gateway.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Small parts of an object that has been scanned already, read as lists and maps of text. */
final class Slices {
    private Slices() {}

    /** The texts of an array, or null if it holds anything else. */
    static @Nullable List<String> texts(byte[] array) {
        return texts(Json.read(array, JsonNode.class));
    }

    /** The values by name, each one text or a list of texts; names of other values go to {@code refused}. */
    static Map<String, List<String>> textsByName(byte[] object, Consumer<String> refused) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        Json.read(object, JsonNode.class).properties().forEach(member -> {
            JsonNode value = member.getValue();
            List<String> texts = value.isTextual() ? List.of(value.textValue()) : texts(value);
            if (texts == null || texts.isEmpty()) {
                refused.accept(member.getKey());
            } else {
                values.put(member.getKey(), texts);
            }
        });
        return values;
    }

    /** The values by name, each one text; names of other values go to {@code refused}. */
    static Map<String, String> textByName(byte[] object, Consumer<String> refused) {
        Map<String, String> values = new LinkedHashMap<>();
        Json.read(object, JsonNode.class).properties().forEach(member -> {
            if (member.getValue().isTextual()) {
                values.put(member.getKey(), member.getValue().textValue());
            } else {
                refused.accept(member.getKey());
            }
        });
        return values;
    }

    private static @Nullable List<String> texts(JsonNode array) {
        if (!array.isArray()) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array) {
            if (!item.isTextual()) {
                return null;
            }
            texts.add(item.textValue());
        }
        return texts;
    }
}
