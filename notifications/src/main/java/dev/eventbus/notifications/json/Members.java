package dev.eventbus.notifications.json;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventbus.notifications.problem.Problem.FieldError;
import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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

    public boolean has(String name) {
        return given(name) != null;
    }

    /** The value as it is, or null if it is absent. */
    public @Nullable JsonNode value(String name) {
        return given(name);
    }

    /** The members of a member that is an object; an empty one where it is absent. */
    public Members inside(String name) {
        JsonNode value = given(name);
        if (value != null && !value.isObject()) {
            refuse(name, "must be a JSON object");
        }
        ObjectNode inside = value instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        Members members = new Members(inside, prefix + name + '.', errors);
        inner.add(members);
        return members;
    }

    /** A text that may be blank and may have line breaks, or null if it is absent. */
    public @Nullable String text(String name) {
        JsonNode value = given(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            return refuse(name, "must be a text");
        }
        String text = value.textValue();
        return hasNoForm(text) ? refuse(name, "must have no control characters and no half surrogate pairs") : text;
    }

    /** A text on one line and not blank, or null if it is absent. */
    public @Nullable String line(String name, int most) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (text.isBlank()) {
            return refuse(name, "must not be blank");
        }
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            return refuse(name, "must be on one line");
        }
        return text.length() <= most
                ? text
                : refuse(name, "must be at most " + most + " characters, was " + text.length());
    }

    /** A list of texts, which may be empty, or null if it is absent. */
    public @Nullable List<String> list(String name, int most) {
        JsonNode value = given(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            return refuse(name, "must be a list of texts");
        }
        if (value.size() > most) {
            return refuse(name, "must have at most " + most + " elements, had " + value.size());
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!element.isTextual() || hasNoForm(element.textValue())) {
                return refuse(name, "must be a list of texts, had " + cut(element.toString()));
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** A whole number from {@code least} to {@code most}, or null if it is absent. */
    public @Nullable Integer integer(String name, int least, int most) {
        JsonNode value = given(name);
        if (value == null) {
            return null;
        }
        boolean fits = value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= least
                && value.intValue() <= most;
        return fits
                ? Integer.valueOf(value.intValue())
                : refuse(
                        name,
                        "must be a whole number from " + least + " to " + most + ", was " + cut(value.toString()));
    }

    /** An ISO-8601 duration from {@code least} to {@code most}, or null if it is absent. */
    public @Nullable Duration duration(String name, Duration least, Duration most) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Said below, as for a duration out of range.
        }
        return refuse(
                name,
                "must be an ISO-8601 duration from " + least + " to " + most + ", such as PT5M or PT24H, was "
                        + Segments.quoted(text));
    }

    /** Runs a check; what it throws is held against the member. */
    public <T> @Nullable T attempt(String name, Supplier<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            return refuse(name, message.startsWith(name + " ") ? message.substring(name.length() + 1) : message);
        }
    }

    /** Whether nothing was found wrong so far. */
    public boolean isSound() {
        return errors.isEmpty();
    }

    /** For an object that others define: what it has beside the members that were read is let be. */
    public void letOthersBe() {
        known.addAll(names());
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

    // Neither has a form in PostgreSQL's text, in UTF-8 or on a screen.
    private static boolean hasNoForm(String text) {
        return text.codePoints()
                .anyMatch(point -> (Character.isISOControl(point) && point != '\n' && point != '\r' && point != '\t')
                        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
    }
}
