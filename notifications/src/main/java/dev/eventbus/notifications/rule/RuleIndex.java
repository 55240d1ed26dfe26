package dev.eventbus.notifications.rule;

import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicIndex;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the enabled rules an event matches, at a cost that does not grow with the number of rules. A workspace's own
 * rule stands in for the built-in one of the same key, also when it is disabled. For many threads.
 */
public final class RuleIndex {
    private final TopicIndex<Rule> index = new TopicIndex<>();
    private final Map<String, Map<String, Rule>> byWorkspace = new ConcurrentHashMap<>();

    private RuleIndex() {}

    /** An index of rules that hold in every workspace. */
    public static RuleIndex of(Collection<Rule> rules) {
        RuleIndex index = new RuleIndex();
        rules.forEach(index::add);
        return index;
    }

    public List<Rule> match(Topic topic) {
        List<Rule> matching = index.match(topic);
        Map<String, Rule> own = byWorkspace.get(topic.organizationId());
        if (own == null) {
            return matching;
        }
        return matching.stream()
                .filter(rule -> !rule.isBuiltIn() || !own.containsKey(rule.key()))
                .toList();
    }

    /** Those of a workspace's rules that are known in exactly these forms. */
    List<Rule> unchanged(String workspaceId, Set<RuleId> ids) {
        return byWorkspace.getOrDefault(workspaceId, Map.of()).values().stream()
                .filter(rule -> ids.contains(rule.id()))
                .toList();
    }

    /**
     * Makes these the rules of a workspace. A rule that stays is found throughout; one that changed may be found in
     * both forms by an event that comes meanwhile, which makes one notification.
     */
    public synchronized void replace(String workspaceId, Collection<Rule> rules) {
        Map<String, Rule> next = new HashMap<>();
        rules.forEach(rule -> next.put(rule.key(), rule));
        Map<String, Rule> last = byWorkspace.getOrDefault(workspaceId, Map.of());
        next.replaceAll((key, rule) -> isSame(last.get(key), rule) ? last.get(key) : rule);
        next.values().stream().filter(rule -> last.get(rule.key()) != rule).forEach(this::add);
        if (next.isEmpty()) {
            byWorkspace.remove(workspaceId);
        } else {
            byWorkspace.put(workspaceId, Map.copyOf(next));
        }
        last.values().stream()
                .filter(rule -> next.get(rule.key()) != rule && rule.trigger().enabled())
                .forEach(rule -> index.remove(rule.trigger().topics(workspaceId), rule));
    }

    private static boolean isSame(@Nullable Rule one, Rule other) {
        return one != null && one.id().equals(other.id());
    }

    private void add(Rule rule) {
        if (rule.trigger().enabled()) {
            index.add(rule.trigger().topics(rule.id().workspaceId()), rule);
        }
    }
}
