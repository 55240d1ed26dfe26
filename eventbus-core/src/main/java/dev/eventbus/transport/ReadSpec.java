package dev.eventbus.transport;

import dev.eventbus.topic.TopicPattern;

/**
 * What to read from the store.
 *
 * @param pattern which events; the six positions are the transport's to match
 * @param start where to begin
 * @param lastPerResource of what was stored before, only the last matching event of each resource (organization,
 *     source, resource, resourceId; filters included in the match), in the order they were stored
 */
public record ReadSpec(TopicPattern pattern, StartAt start, boolean lastPerResource) {
    /** The most resources whose last events can be told; beyond it reading them fails. */
    public static final int MOST_RESOURCES = 1_000_000;
}
