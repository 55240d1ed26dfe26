package dev.eventbus.bench;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The command line: {@code [--long] [--subscriptions N[,N…]] [NAME…]}.
 *
 * @param profile how long to measure
 * @param subscriptions sizes of the match group
 * @param groups what to run; all if no name was given
 */
record Arguments(Profile profile, List<String> subscriptions, Set<Group> groups) {
    static final String USAGE = """
            usage: bench [--long] [--subscriptions N[,N...]] [NAME...]
              NAME             %s; all if none is given;
                               core is match and in-process
              --long           more and longer rounds, for figures to be quoted
              --subscriptions  sizes of group match, 10000 if not given; for example 10000,1000000
            """.formatted(Group.names());

    static Arguments parse(String... words) {
        Profile profile = Profile.SHORT;
        List<String> subscriptions = List.of("10000");
        Set<Group> groups = EnumSet.noneOf(Group.class);
        List<String> left = new ArrayList<>(List.of(words));
        while (!left.isEmpty()) {
            String word = left.removeFirst();
            switch (word) {
                case "--long" -> profile = Profile.LONG;
                case "--subscriptions" -> subscriptions = sizes(left.isEmpty() ? "" : left.removeFirst());
                default -> groups.addAll(Group.named(word));
            }
        }
        return new Arguments(profile, subscriptions, groups.isEmpty() ? EnumSet.allOf(Group.class) : groups);
    }

    private static List<String> sizes(String text) {
        if (!text.matches("[1-9][0-9]{0,6}(,[1-9][0-9]{0,6})*")) {
            throw new IllegalArgumentException(
                    "--subscriptions must be numbers from 1 to 9999999 joined by commas, was '" + text + "'");
        }
        return List.of(text.split(","));
    }
}
