package dev.eventbus.gateway.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.eventbus.gateway.problem.FieldError;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, taken by name. Collects everything that is wrong, so that one answer names all
 * fields at fault: read every member, then call {@link #check()}. For one thread.
 */
public final class JsonMembers {
    private static final int MAX_ERRORS = 20;
    private static final int MAX_TEXT = 300;

    private final byte[] json;
    private final Map<String, Member> members;
    private final Set<String> known = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    private JsonMembers(byte[] json, Map<String, Member> members) {
        this.json = json;
        this.members = members;
    }

    /** Reads the text once, whole. Throws a {@link ProblemException} (400) unless it is one sound JSON object. */
    public static JsonMembers read(byte[] json) {
        return new JsonMembers(json, ObjectScanner.scan(json));
    }

    /** A member that is text and not blank, or null if it is absent or JSON null. */
    public @Nullable String text(String name) {
        Member member = take(name);
        if (member == null || member.kind() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (member.text() == null || member.text().isBlank()) {
            return refuse(name, name + " must be a text that is not blank");
        }
        return member.text();
    }

    /** As {@link #text}, but has to be there. */
    public String requiredText(String name) {
        String text = text(name);
        if (text == null && !isRefused(name)) {
            refuse(name, name + " must be given");
        }
        return text == null ? "" : text;
    }

    /** A member's text turned into something by a function that throws {@link IllegalArgumentException}. */
    public <T> @Nullable T text(String name, Function<String, T> reader) {
        String text = text(name);
        return text == null ? null : attempt(name, () -> reader.apply(text));
    }

    /** The raw bytes of a member that is a JSON object, or null if it is absent. */
    public byte @Nullable [] rawObject(String name) {
        Member member = take(name);
        if (member == null) {
            return null;
        }
        if (member.kind() != JsonToken.START_OBJECT) {
            return refuse(name, name + " must be a JSON object");
        }
        return Arrays.copyOfRange(json, member.from(), member.to());
    }

    /** The raw bytes of any member, quotes and all, or null if it is absent. */
    public byte @Nullable [] rawScalar(String name) {
        Member member = take(name);
        if (member == null) {
            return null;
        }
        if (member.kind().isStructStart()) {
            return refuse(name, name + " must be a text or a number");
        }
        return Scalars.json(member);
    }

    /** A member that is a list of texts; empty if absent. */
    public List<String> texts(String name) {
        Member member = take(name);
        if (member == null || member.kind() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        List<String> texts = member.kind() == JsonToken.START_ARRAY ? Slices.texts(slice(member)) : null;
        return texts != null ? texts : or(refuse(name, name + " must be a list of texts"), List.of());
    }

    /** A member that is an object of texts or lists of texts; empty if absent. */
    public Map<String, List<String>> textsByName(String name) {
        Member member = take(name);
        if (member == null || member.kind() == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        if (member.kind() != JsonToken.START_OBJECT) {
            return or(refuse(name, name + " must be an object of texts or lists of texts"), Map.of());
        }
        return Slices.textsByName(
                slice(member),
                key -> refuse(name + "." + key, name + "." + key + " must be a text or a list of texts"));
    }

    /** Runs a check of a member's value; what it throws is held against that member. */
    public <T> @Nullable T attempt(String name, java.util.function.Supplier<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException e) {
            return refuse(name, String.valueOf(e.getMessage()));
        }
    }

    /** Holds something against a member. */
    public <T> @Nullable T refuse(String name, String message) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(cut(name), cut(message)));
        }
        return null;
    }

    /** Throws a {@link ProblemException} (400) naming every field at fault, members nobody asked for included. */
    public void check() {
        for (String name : members.keySet()) {
            if (!known.contains(name)) {
                refuse(
                        name,
                        "there is no field of this name; known are "
                                + String.join(", ", new java.util.TreeSet<>(known)));
            }
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors));
        }
    }

    private boolean isRefused(String name) {
        return errors.stream().anyMatch(error -> error.field().equals(name));
    }

    private @Nullable Member take(String name) {
        known.add(name);
        return members.get(name);
    }

    private byte[] slice(Member member) {
        return Arrays.copyOfRange(json, member.from(), member.to());
    }

    /** Names are the client's: an answer must not grow with them. */
    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    private static <T> T or(@Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }
}
