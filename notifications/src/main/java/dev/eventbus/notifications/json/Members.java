package dev.eventbus.notifications.json;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eventbus.notifications.problem.Problem.FieldError;
import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, taken by name. Collects everything that is wrong, so that one answer names all fields
 * at fault: read every member, then call {@link #check()}. For one thread.
 */
public final class Members {
    private static final int MAX_ERRORS = 20;
    private static final int MAX_NAME = 200;
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final JsonNode object;
    private final String prefix;
    private final List<FieldError> errors;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Members> inner = new ArrayList<>();

    private Members(JsonNode object, String prefix, List<FieldError> errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
    }

    /** Throws a {@link ProblemException} (400) unless the text is one JSON object that has no member twice. */
    public static Members read(byte @Nullable [] json) {
        JsonNode node;
        try {
            node = json == null || json.length == 0 ? null : READER.readTree(json);
        } catch (IOException e) {
            node = null;
        }
        if (node == null || !node.isObject()) {
            throw ProblemException.badField("body", "must be a JSON object whose members are there once each");
        }
        return new Members(node, "", new ArrayList<>());
    }

    /** The members of a member that is an object, held against this one's {@link #check()}; null if it is absent. */
    public @Nullable Members object(String name) {
        JsonNode value = given(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            return refuse(name, "must be a JSON object");
        }
        Members members = new Members(value, prefix + name + '.', errors);
        inner.add(members);
        return members;
    }

    /** The names of all members, for an object whose names are the client's. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /**
     * A member's text turned into something by a function that throws {@link IllegalArgumentException} saying what it
     * must be; null if it is absent.
     */
    public <T> @Nullable T text(String name, Function<String, T> reader) {
        JsonNode value = given(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            return refuse(name, "must be a text that is not blank");
        }
        try {
            return reader.apply(value.textValue());
        } catch (IllegalArgumentException e) {
            return refuse(name, String.valueOf(e.getMessage()));
        }
    }

    /** A member that is true or false, or null if it is absent. */
    public @Nullable Boolean flag(String name) {
        JsonNode value = given(name);
        if (value == null) {
            return null;
        }
        return value.isBoolean() ? Boolean.valueOf(value.booleanValue()) : refuse(name, "must be true or false");
    }

    /** A member that is a list of at most so many texts; null if it is absent. */
    public @Nullable List<String> texts(String name, int most) {
        JsonNode value = given(name);
        if (value == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        if (value.isArray() && value.size() <= most) {
            value.forEach(element -> texts.add(element.isTextual() ? element.textValue() : ""));
        }
        return texts.isEmpty() || texts.contains("")
                ? refuse(name, "must be a list of 1 to " + most + " texts")
                : texts;
    }

    /** The members' flags by name, each name checked by a function that throws {@link IllegalArgumentException}. */
    public Map<String, Boolean> flags(Consumer<String> nameCheck) {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        for (String name : names()) {
            try {
                nameCheck.accept(name);
                Boolean flag = flag(name);
                if (flag != null) {
                    flags.put(name, flag);
                }
            } catch (IllegalArgumentException e) {
                known.add(name);
                refuse(name, String.valueOf(e.getMessage()));
            }
        }
        return flags;
    }

    /** Holds something against a member; {@code message} goes on after its name. */
    public <T> @Nullable T refuse(String name, String message) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(cut(prefix + name), message));
        }
        return null;
    }

    /** Throws a {@link ProblemException} (400) naming every field at fault, members nobody asked for included. */
    public void check() {
        refuseUnknown();
        if (!errors.isEmpty()) {
            throw ProblemException.badFields(errors);
        }
    }

    private void refuseUnknown() {
        for (String name : names()) {
            if (!known.contains(name)) {
                refuse(name, "is no field here; known are " + String.join(", ", new TreeSet<>(known)));
            }
        }
        inner.forEach(Members::refuseUnknown);
    }

    /** JSON null is as good as absent. */
    private @Nullable JsonNode given(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** Names are the client's: an answer must not grow with them, nor carry their line breaks. */
    private static String cut(String name) {
        String plain = name.chars().anyMatch(Character::isISOControl) ? Segments.quoted(name) : name;
        return plain.length() <= MAX_NAME ? plain : plain.substring(0, MAX_NAME) + "…";
    }
}
