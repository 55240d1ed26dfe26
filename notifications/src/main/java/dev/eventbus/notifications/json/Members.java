package dev.eventbus.notifications.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventbus.notifications.problem.Problem;
import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.topic.Segments;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, taken by name. Collects everything that is wrong, so that one answer names all fields
 * at fault: read every member, then call {@link #check()}. JSON null is as good as absent. For one thread.
 */
public final class Members {
    private static final int MAX_ERRORS = 20;
    private static final int MAX_TEXT = 300;
    private static final ObjectReader STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader()
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final ObjectNode node;
    private final String prefix;
    private final List<Problem.FieldError> errors;
    private final Set<String> known = new TreeSet<>();
    private final List<Members> inner = new ArrayList<>();

    private Members(ObjectNode node, String prefix, List<Problem.FieldError> errors) {
        this.node = node;
        this.prefix = prefix;
        this.errors = errors;
    }

    /** Throws a {@link ProblemException} (400) unless it is one sound JSON object without a member twice. */
    public static Members read(byte @Nullable [] json) {
        try {
            if (json != null && STRICT.readTree(json) instanceof ObjectNode node) {
                return new Members(node, "", new ArrayList<>());
            }
        } catch (IOException e) {
            throw ProblemException.badField(
                    "body", "must be a JSON object with each member once, UTF-8: " + cut(firstLine(e)));
        }
        throw ProblemException.badField("body", "must be a JSON object");
    }

    public boolean has(String name) {
        return given(name) != null;
    }

    /** The value as it is, or null if it is absent. */
    public @Nullable JsonNode value(String name) {
        return given(name);
    }

    /** The names of all members, known or not. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The members of a member that is an object; none if it is absent. Its faults count as this object's. */
    public Members object(String name) {
        JsonNode value = given(name);
        if (value != null && !value.isObject()) {
            refuse(name, "must be a JSON object");
        }
        ObjectNode inside = value instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        Members object = new Members(inside, prefix + name + ".", errors);
        inner.add(object);
        return object;
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
        return hasNoForm(text)
                ? refuse(name, "must have no control characters and no half surrogate pairs")
                : text;
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

    /** A list of texts, or null if it is absent. */
    public @Nullable List<String> texts(String name, int most) {
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

    public @Nullable Boolean flag(String name) {
        JsonNode value = given(name);
        if (value == null) {
            return null;
        }
        return value.isBoolean() ? Boolean.valueOf(value.booleanValue()) : refuse(name, "must be true or false");
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
                : refuse(name, "must be a whole number from " + least + " to " + most + ", was " + cut(value.toString()));
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
            String field = prefix + name + " ";
            return refuse(name, message.startsWith(field) ? message.substring(field.length()) : message);
        }
    }

    public <T> @Nullable T refuse(String name, String message) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new Problem.FieldError(cut(prefix + name), cut(message)));
        }
        return null;
    }

    /** Whether nothing was found wrong so far. */
    public boolean isSound() {
        return errors.isEmpty();
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
                refuse(name, "is no known field; known are " + String.join(", ", known));
            }
        }
        inner.forEach(Members::refuseUnknown);
    }

    private @Nullable JsonNode given(String name) {
        known.add(name);
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    // Neither has a form in PostgreSQL's text, in UTF-8 or on a screen.
    private static boolean hasNoForm(String text) {
        return text.codePoints()
                .anyMatch(point -> (Character.isISOControl(point) && point != '\n' && point != '\r' && point != '\t')
                        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
    }

    private static String firstLine(IOException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
