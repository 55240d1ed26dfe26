package dev.eventbus.notifications.profile;

import dev.eventbus.notifications.rule.ChannelKind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which channels somebody wants. What is said of a rule counts more than what is said of a channel; what nothing is
 * said of is wanted.
 *
 * @param channels wanted or not, whatever the rule
 * @param rules by the rule's key
 */
public record Preferences(Map<ChannelKind, Boolean> channels, Map<String, OfRule> rules) {
    public static final Preferences NONE = new Preferences(Map.of(), Map.of());

    public Preferences {
        channels = Map.copyOf(channels);
        rules = Map.copyOf(rules);
    }

    /**
     * What somebody says of one rule.
     *
     * @param muted whether its notifications are only listed
     * @param channels wanted or not
     */
    public record OfRule(boolean muted, Map<ChannelKind, Boolean> channels) {
        static final OfRule NOTHING = new OfRule(false, Map.of());

        public OfRule {
            channels = Map.copyOf(channels);
        }
    }

    /** Those of a rule's channels that are not switched off. */
    Set<ChannelKind> wanted(String rule, Set<ChannelKind> offered) {
        OfRule said = rules.getOrDefault(rule, OfRule.NOTHING);
        Set<ChannelKind> wanted = EnumSet.noneOf(ChannelKind.class);
        for (ChannelKind channel : offered) {
            boolean inGeneral = channels.getOrDefault(channel, true);
            if (!said.muted() && said.channels().getOrDefault(channel, inGeneral)) {
                wanted.add(channel);
            }
        }
        return wanted;
    }

    /** The same, but one channel of one rule switched off. */
    Preferences without(String rule, ChannelKind channel) {
        OfRule said = rules.getOrDefault(rule, OfRule.NOTHING);
        Map<ChannelKind, Boolean> switched = new EnumMap<>(ChannelKind.class);
        switched.putAll(said.channels());
        switched.put(channel, false);
        Map<String, OfRule> all = new LinkedHashMap<>(rules);
        all.put(rule, new OfRule(said.muted(), switched));
        return new Preferences(channels, all);
    }
}
