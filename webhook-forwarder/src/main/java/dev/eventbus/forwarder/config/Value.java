package dev.eventbus.forwarder.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value of a file, with its place. Readers throw {@link IllegalArgumentException} with what is wrong; the caller
 * adds key and place. What a variable was replaced by never gets into a message.
 */
record Value(Node node, YamlFile file) {
    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Set<String> NO = Set.of("false", "no", "off");

    Place place() {
        return file.place(node);
    }

    String text() {
        ScalarNode scalar = scalar("text");
        if (!scalar.getTag().equals(Tag.STR)) {
            throw misfit("must be text; put it in quotes");
        }
        return substituted(scalar);
    }

    /** As {@link #text}; what is written in the file does not get into a message either. */
    String secret() {
        if (node instanceof ScalarNode scalar && !Set.of(Tag.STR, Tag.NULL).contains(scalar.getTag())) {
            throw new IllegalArgumentException("must be text; put it in quotes");
        }
        return text();
    }

    /** Text, or a date that YAML recognised as one. */
    String textOrTime() {
        ScalarNode scalar = scalar("text");
        return scalar.getTag().equals(Tag.TIMESTAMP) ? scalar.getValue() : text();
    }

    Duration duration(Duration least, Duration most) {
        ScalarNode scalar = scalar("a duration such as 15s");
        if (scalar.getTag().equals(Tag.INT)) {
            throw misfit("must be a duration; add a unit, such as " + scalar.getValue() + "s");
        }
        String text = text();
        Duration duration = checked(() -> DurationText.parse(text));
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw misfit("must be " + DurationText.write(least) + " to " + DurationText.write(most));
        }
        return duration;
    }

    int wholeNumber(int least, int most) {
        String text = number(Tag.INT);
        if (!text.matches("0|[1-9]\\d{0,8}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw misfit("must be a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    double share() {
        String text = number(Tag.FLOAT, Tag.INT);
        if (!text.matches("0|1|0?\\.\\d{1,9}|[01]\\.0{1,9}")) {
            throw misfit("must be a number from 0 to 1");
        }
        return Double.parseDouble(text);
    }

    boolean flag() {
        String text = number(Tag.BOOL).toLowerCase(java.util.Locale.ROOT);
        if (!YES.contains(text) && !NO.contains(text)) {
            throw misfit("must be true or false");
        }
        return YES.contains(text);
    }

    /** The items; an item that is not text is noted at its own place. */
    List<String> texts() {
        return texts(Value::text);
    }

    /** As {@link #texts}, each as {@link #secret}. */
    List<String> secrets() {
        return texts(Value::secret);
    }

    private List<String> texts(Function<Value, String> read) {
        List<String> texts = new ArrayList<>();
        for (Value item : items()) {
            file.attempt(item.place(), "each item", () -> texts.add(read.apply(item)));
        }
        return texts;
    }

    /** The items as they are written, numbers included. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        for (Value item : items()) {
            file.attempt(item.place(), "each item", () -> words.add(item.number(Tag.INT, Tag.STR)));
        }
        return words;
    }

    List<Value> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw misfit("must be a list");
        }
        return sequence.getValue().stream().map(item -> new Value(item, file)).toList();
    }

    /** The untouched text of a scalar of one of these types, or of any scalar with a variable in it. */
    private String number(Tag... types) {
        ScalarNode scalar = scalar("a single value");
        boolean typed = List.of(types).contains(scalar.getTag());
        if (!typed && scalar.getTag().equals(Tag.STR) && !scalar.isPlain() && !Variables.areIn(scalar.getValue())) {
            throw misfit("must not be in quotes");
        }
        return substituted(scalar);
    }

    private ScalarNode scalar(String what) {
        if (!(node instanceof ScalarNode scalar)) {
            throw misfit("must be " + what);
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            throw misfit("must not be empty; leave the key out for its default");
        }
        return scalar;
    }

    private String substituted(ScalarNode scalar) {
        return file.variables().substitute(scalar.getValue());
    }

    private <T> T checked(java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw misfit(String.valueOf(e.getMessage()));
        }
    }

    IllegalArgumentException misfit(String message) {
        return new IllegalArgumentException(message + ", was " + shown());
    }

    /** The value as the file has it: never what a variable stands for. */
    String shown() {
        if (node instanceof ScalarNode scalar) {
            String text = scalar.getValue().replaceAll("[^\\x20-\\x7E]", "?");
            return "\"" + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + "\"";
        }
        return node instanceof SequenceNode ? "a list" : "a section";
    }
}
