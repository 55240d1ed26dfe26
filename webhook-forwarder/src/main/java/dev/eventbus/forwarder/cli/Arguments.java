package dev.eventbus.forwarder.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stands behind a verb, taken apart: words, and options {@code --name value}, {@code --name=value} or, for flags,
 * {@code --name}. Immutable.
 */
public final class Arguments {
    private final List<String> words;
    private final Map<String, String> options;

    private Arguments(List<String> words, Map<String, String> options) {
        this.words = List.copyOf(words);
        this.options = Map.copyOf(options);
    }

    /**
     * @param options the names, with their hyphens, of those that take a value
     * @param flags the names of those that take none
     * @throws UsageException naming what is unknown, twice there, or without its value
     */
    public static Arguments parse(List<String> arguments, Set<String> options, Set<String> flags) {
        List<String> words = new ArrayList<>();
        Map<String, String> found = new HashMap<>();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String next = rest.next();
            if (!next.startsWith("--")) {
                words.add(next);
                continue;
            }
            String name = next.contains("=") ? next.substring(0, next.indexOf('=')) : next;
            if (!flags.contains(next) && !options.contains(name)) {
                throw new UsageException("does not know " + next + "; it knows " + known(options, flags));
            }
            String value = flags.contains(next) ? "" : value(next, name, rest);
            if (found.putIfAbsent(name, value) != null) {
                throw new UsageException(name + " is given twice; leave one out");
            }
        }
        return new Arguments(words, found);
    }

    private static String value(String option, String name, Iterator<String> rest) {
        if (!option.equals(name)) {
            return option.substring(name.length() + 1);
        }
        if (!rest.hasNext()) {
            throw new UsageException(name + " needs a value");
        }
        return rest.next();
    }

    private static String known(Set<String> options, Set<String> flags) {
        Set<String> known = new TreeSet<>(options);
        known.addAll(flags);
        return known.isEmpty() ? "no option" : String.join(", ", known);
    }

    public List<String> words() {
        return words;
    }

    /** @throws UsageException if there are more or fewer words than that */
    public List<String> words(int least, int most) {
        if (words.size() < least) {
            throw new UsageException("needs " + (least - words.size()) + " more argument(s)");
        }
        if (words.size() > most) {
            throw new UsageException("takes no argument " + words.get(most));
        }
        return words;
    }

    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    public boolean has(String flag) {
        return options.containsKey(flag);
    }
}
