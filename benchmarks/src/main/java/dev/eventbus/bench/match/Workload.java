package dev.eventbus.bench.match;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Subscriptions and events as a busy platform has them: 10 % of the patterns organization-wide, 10 % ending in
 * {@code >}, 30 % with stars here and there, the others exact; an event reaches about four of them. The same for the
 * same sizes.
 *
 * @param patterns one per subscription; the same pattern may come more than once
 * @param topics all different
 */
record Workload(List<String> patterns, List<String> topics) {
    private static final int PER_ORGANIZATION = 20;
    private static final String[] SOURCES = {"conversations", "crm", "tasks", "flows"};
    private static final String[] RESOURCES = {"conversation", "deal", "task", "flow"};
    private static final String[] EVENTS = {"created", "updated", "completed", "message_posted"};

    static Workload of(int subscriptions, int topics) {
        SplittableRandom random = new SplittableRandom(42);
        List<String> patterns = new ArrayList<>(subscriptions);
        List<String> exact = new ArrayList<>();
        for (int i = 0; i < subscriptions; i++) {
            String pattern = pattern(i, random);
            patterns.add(pattern);
            if (i % 10 >= 5) {
                exact.add(pattern);
            }
        }
        return new Workload(patterns, topics(topics, exact, subscriptions, random));
    }

    private static String pattern(int i, SplittableRandom random) {
        String org = "org_" + i / PER_ORGANIZATION;
        String source = pick(SOURCES, random);
        String resource = pick(RESOURCES, random);
        String event = pick(EVENTS, random);
        return "events." + org + '.'
                + switch (i % 10) {
                    case 0 -> "*.*.*.*";
                    case 1 -> source + ".>";
                    case 2 -> source + ".*.*.*";
                    case 3 -> "*." + resource + '.' + event + ".*";
                    case 4 -> source + '.' + resource + '.' + event + ".*";
                    default -> source + '.' + resource + '.' + event + '.' + resourceId(random);
                };
    }

    /** Nine of ten are subscribed to by their full name, as far as there are that many; the others are not. */
    private static List<String> topics(int count, List<String> exact, int subscriptions, SplittableRandom random) {
        Set<String> topics = new LinkedHashSet<>();
        while (topics.size() < count) {
            boolean known = !exact.isEmpty() && random.nextInt(10) > 0;
            topics.add(known ? exact.get(random.nextInt(exact.size())) : unknown(subscriptions, random));
        }
        return List.copyOf(topics);
    }

    private static String unknown(int subscriptions, SplittableRandom random) {
        int organizations = Math.max(1, subscriptions / PER_ORGANIZATION);
        return String.join(
                ".",
                "events",
                "org_" + random.nextInt(organizations),
                pick(SOURCES, random),
                pick(RESOURCES, random),
                pick(EVENTS, random),
                resourceId(random));
    }

    private static String resourceId(SplittableRandom random) {
        return "id_" + random.nextInt(1_000_000);
    }

    private static String pick(String[] names, SplittableRandom random) {
        return names[random.nextInt(names.length)];
    }
}
