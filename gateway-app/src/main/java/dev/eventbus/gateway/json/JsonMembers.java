package dev.eventbus.gateway.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.eventbus.gateway.problem.FieldError;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import java.time.Duration;
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
    private static final byte[] EMPTY = {'{', '}'};

    private final byte[] json;
    private final Map<String, Member> members;
    private final String prefix;
    private final List<FieldError> errors;
    private final Set<String> known = new HashSet<>();
    private final List<JsonMembers> inner = new ArrayList<>();

    private JsonMembers(byte[] json, String prefix, List<FieldError> errors) {
        this.json = json;
        this.members = ObjectScanner.scan(json);
        this.prefix = prefix;
        this.errors = errors;
    }

    /** Reads the text once, whole. Throws a {@link ProblemException} (400) unless it is one sound JSON object. */
    public static JsonMembers read(byte[] json) {
        return new JsonMembers(json, "", new ArrayList<>());
    }

    /** Whether the member is there at all, be it JSON null. */
    public boolean has(String name) {
        return take(name) != null;
    }

    /**
     * The members of a member that is an object; none if it is absent. What is wrong with them is held against this
     * object's {@link #check()}, under names such as {@code target.url}.
     */
    public JsonMembers object(String name) {
        Member member = take(name);
        byte[] inside = EMPTY;
        if (member != null && member.kind() == JsonToken.START_OBJECT) {
            inside = slice(member);
        } else if (member != null && member.kind() != JsonToken.VALUE_NULL) {
            refuse(name, name + " must be a JSON object");
        }
        JsonMembers object = new JsonMembers(inside, prefix + name + ".", errors);
        inner.add(object);
        return object;
    }

    /** A member that is text and not blank, or null if it is absent or JSON null. */
    public @Nullable String text(String name) {
        Member member = given(name);
        if (member == null) {
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

    /** A member that is a whole number from {@code least} to {@code most}, or null if it is absent. */
    public @Nullable Integer integer(String name, int least, int most) {
        Member member = given(name);
        if (member == null) {
            return null;
        }
        Integer number = Numbers.integer(member);
        return number != null && number >= least && number <= most
                ? number
                : refuse(name, name + " must be a whole number from " + least + " to " + most);
    }

    /** A member that is a number from {@code least} to {@code most}, or null if it is absent. */
    public @Nullable Double number(String name, double least, double most) {
        Member member = given(name);
        if (member == null) {
            return null;
        }
        Double number = Numbers.number(member);
        return number != null && number >= least && number <= most
                ? number
                : refuse(name, name + " must be a number from " + least + " to " + most);
    }

    /** A member that is true or false, or null if it is absent. */
    public @Nullable Boolean flag(String name) {
        Member member = given(name);
        if (member == null) {
            return null;
        }
        return member.kind().isBoolean()
                ? Boolean.valueOf(member.kind() == JsonToken.VALUE_TRUE)
                : refuse(name, name + " must be true or false");
    }

    /** A member that is a text such as {@code 15s}, from {@code least} to {@code most}, or null if it is absent. */
    public @Nullable Duration duration(String name, Duration least, Duration most) {
        return text(name, text -> {
            Duration duration = DurationText.parse(text);
            if (duration == null || duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new IllegalArgumentException(name + " must be a duration from " + DurationText.write(least)
                        + " to " + DurationText.write(most) + ", written such as 500ms, 15s, 2m or 1h");
            }
            return duration;
        });
    }

    /** A member that is a list of texts; empty if absent. */
    public List<String> texts(String name) {
        Member member = given(name);
        if (member == null) {
            return List.of();
        }
        List<String> texts = member.kind() == JsonToken.START_ARRAY ? Slices.texts(slice(member)) : null;
        return texts != null ? texts : or(refuse(name, name + " must be a list of texts"), List.of());
    }

    /** A member that is an object of texts or lists of texts; empty if absent. */
    public Map<String, List<String>> textsByName(String name) {
        Member member = given(name);
        if (member == null) {
            return Map.of();
        }
        if (member.kind() != JsonToken.START_OBJECT) {
            return or(refuse(name, name + " must be an object of texts or lists of texts"), Map.of());
        }
        return Slices.textsByName(
                slice(member),
                key -> refuse(name + "." + key, name + "." + key + " must be a text or a list of texts"));
    }

    /** A member that is an object of texts; empty if absent. */
    public Map<String, String> textByName(String name) {
        Member member = given(name);
        if (member == null) {
            return Map.of();
        }
        if (member.kind() != JsonToken.START_OBJECT) {
            return or(refuse(name, name + " must be an object of texts"), Map.of());
        }
        return Slices.textByName(slice(member), key -> refuse(name + "." + key, name + "." + key + " must be a text"));
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
            errors.add(new FieldError(cut(prefix + name), cut(message)));
        }
        return null;
    }

    /** Throws a {@link ProblemException} (400) naming every field at fault, members nobody asked for included. */
    public void check() {
        refuseUnknown();
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors));
        }
    }

    private void refuseUnknown() {
        for (String name : members.keySet()) {
            if (!known.contains(name)) {
                refuse(
                        name,
                        "there is no field of this name; known are "
                                + String.join(", ", new java.util.TreeSet<>(known)));
            }
        }
        inner.forEach(JsonMembers::refuseUnknown);
    }

    private boolean isRefused(String name) {
        return errors.stream().anyMatch(error -> error.field().equals(cut(prefix + name)));
    }

    private @Nullable Member take(String name) {
        known.add(name);
        return members.get(name);
    }

    /** As {@link #take}, but JSON null is as good as absent. */
    private @Nullable Member given(String name) {
        Member member = take(name);
        return member == null || member.kind() == JsonToken.VALUE_NULL ? null : member;
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
