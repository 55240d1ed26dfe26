package dev.eventbus.notifications.rule;

import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicIndex;
import java.util.Collection;
import java.util.List;

/** Finds the enabled rules an event matches, at a cost that does not grow with the number of rules. */
public final class RuleIndex {
    private final TopicIndex<Rule> index = new TopicIndex<>();

    private RuleIndex() {}

    public static RuleIndex of(Collection<Rule> rules) {
        RuleIndex index = new RuleIndex();
        rules.stream().filter(Rule::enabled).forEach(rule -> index.index.add(rule.topics(), rule));
        return index;
    }

    public List<Rule> match(Topic topic) {
        return index.match(topic);
    }
}
