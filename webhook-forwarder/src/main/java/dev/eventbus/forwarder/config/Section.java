package dev.eventbus.forwarder.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** One mapping of a file: each key is asked for once, and what nobody asked for is unknown. */
final class Section {
    private final Place place;
    private final YamlFile file;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Place> keys = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();

    private Section(Place place, YamlFile file) {
        this.place = place;
        this.file = file;
    }

    /** @throws IllegalArgumentException if the value is no mapping */
    static Section of(Value value) {
        if (!(value.node() instanceof MappingNode mapping)) {
            throw value.misfit("must be a section of key: value lines");
        }
        Section section = new Section(value.place(), value.file());
        mapping.getValue().forEach(section::add);
        return section;
    }

    static Section empty(Place place, YamlFile file) {
        return new Section(place, file);
    }

    private void add(NodeTuple entry) {
        Place at = file.place(entry.getKeyNode());
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            file.problems().add(at, "a key must be a word");
            return;
        }
        Place earlier = keys.putIfAbsent(key.getValue(), at);
        if (earlier == null) {
            values.put(key.getValue(), new Value(entry.getValueNode(), file));
        } else {
            file.problems().add(at, "duplicate key \"" + key.getValue() + "\", first at " + earlier + "; remove one");
        }
    }

    Place place() {
        return place;
    }

    YamlFile file() {
        return file;
    }

    /** Where a key's value stands, or the section if there is none. */
    Place place(String key) {
        Value value = values.get(key);
        return value == null ? place : value.place();
    }

    boolean has(String key) {
        asked.add(key);
        return values.containsKey(key);
    }

    Set<String> keys() {
        asked.addAll(values.keySet());
        return values.keySet();
    }

    /** The value read, or empty if it is absent or, which is noted then, wrong. */
    <T> Optional<T> optional(String key, Function<Value, T> read) {
        asked.add(key);
        Value value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(read.apply(value));
        } catch (IllegalArgumentException e) {
            file.problems().add(value.place(), key + " " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Like {@link #optional}; absence is a problem too. */
    <T> Optional<T> required(String key, Function<Value, T> read) {
        if (!has(key)) {
            file.problems().add(place, "missing key \"" + key + "\"; add it to this section");
        }
        return optional(key, read);
    }

    /** Notes every key that nobody asked for. */
    void finish() {
        Set<String> known = Set.copyOf(asked);
        values.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> file.problems()
                        .add(
                                keys.getOrDefault(key, place),
                                "unknown key \"" + key.replaceAll("[^\\x20-\\x7E]", "?") + "\"; known here: "
                                        + String.join(", ", asked)));
    }
}
