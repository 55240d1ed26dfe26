package dev.eventbus.forwarder.config;

import java.util.Iterator;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** One file while it is read. Only nodes are composed, never objects, so no tag can do anything. */
record YamlFile(String name, Variables variables, Problems problems) {
    static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 50;

    /** The only document's root; empty when there is none or it cannot be read, which is noted then. */
    Optional<Value> root(String text) {
        try {
            Iterator<Node> documents = new Yaml(new SafeConstructor(limits()))
                    .composeAll(new java.io.StringReader(text))
                    .iterator();
            if (!documents.hasNext()) {
                return Optional.empty();
            }
            Value root = new Value(documents.next(), this);
            if (documents.hasNext()) {
                problems.add(place(documents.next()), "must hold one document; put the second into a file of its own");
            }
            return Optional.of(root);
        } catch (MarkedYAMLException e) {
            Place place = e.getProblemMark() == null ? Place.whole(name) : Place.at(name, e.getProblemMark());
            problems.add(place, "not valid YAML: " + e.getProblem());
        } catch (ReaderException e) {
            problems.add(placeOf(text, e.getPosition()), "not valid YAML: a control character; write it as an escape");
        } catch (YAMLException e) {
            problems.add(Place.whole(name), "not valid YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static LoaderOptions limits() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MAX_BYTES);
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setMaxAliasesForCollections(MAX_ALIASES);
        return limits;
    }

    private Place placeOf(String text, int position) {
        String before = text.substring(0, Math.min(position, text.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(name, line, before.length() - before.lastIndexOf('\n'));
    }

    Place place(Node node) {
        return Place.at(name, node.getStartMark());
    }

    /** Runs a reading step; what it refuses becomes a problem at the place. */
    boolean attempt(Place place, String subject, Runnable step) {
        try {
            step.run();
            return true;
        } catch (IllegalArgumentException e) {
            problems.add(place, subject + ": " + e.getMessage());
            return false;
        }
    }
}
