package dev.eventbus.notifications.device;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eventbus.notifications.problem.ProblemException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object, taken by name; what nobody asked for is refused. For one thread. */
final class JsonMembers {
    private static final ObjectReader STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private static final int SHOWN = 60;

    private final JsonNode object;
    private final String prefix;
    private final Set<String> known = new HashSet<>();

    private JsonMembers(JsonNode object, String prefix) {
        this.object = object;
        this.prefix = prefix;
    }

    /** Throws a {@link ProblemException} (400) unless it is one sound JSON object. */
    static JsonMembers read(byte[] json) {
        JsonNode node;
        try {
            node = STRICT.readValue(json);
        } catch (IOException e) {
            throw ProblemException.badField("body", "must be a JSON object, each name once in it");
        }
        if (node == null || !node.isObject()) {
            throw ProblemException.badField("body", "must be a JSON object");
        }
        return new JsonMembers(node, "");
    }

    /** The members of a member that has to be an object. */
    JsonMembers object(String name) {
        JsonNode member = take(name);
        if (member == null || !member.isObject()) {
            throw refuse(name, "must be a JSON object, was " + (member == null ? "missing" : typeOf(member)));
        }
        return new JsonMembers(member, prefix + name + '.');
    }

    /** A member that has to be a text that is not blank. */
    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw refuse(name, "must be given");
        }
        return text;
    }

    /** A text that is not blank, or null if it is absent or JSON null. */
    @Nullable
    String optionalText(String name) {
        JsonNode member = take(name);
        if (member == null) {
            return null;
        }
        if (!member.isTextual() || member.textValue().isBlank()) {
            throw refuse(name, "must be a text that is not blank, was " + typeOf(member));
        }
        return member.textValue();
    }

    /** A whole number, or null if it is absent or JSON null. */
    @Nullable
    Long optionalNumber(String name) {
        JsonNode member = take(name);
        if (member == null) {
            return null;
        }
        if (!member.isNumber() || !member.canConvertToLong()) {
            throw refuse(name, "must be a number, was " + typeOf(member));
        }
        return member.longValue();
    }

    /** Throws if there is a member that nobody asked for. */
    void requireNoOthers() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String shown = name.length() > SHOWN ? name.substring(0, SHOWN) + '…' : name;
                throw refuse(shown, "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
            }
        });
    }

    ProblemException refuse(String name, String message) {
        return ProblemException.badField(prefix + name, message);
    }

    private @Nullable JsonNode take(String name) {
        known.add(name);
        JsonNode member = object.get(name);
        return member == null || member.isNull() ? null : member;
    }

    private static String typeOf(JsonNode member) {
        return member.isTextual() ? "blank" : "of type " + member.getNodeType();
    }
}
