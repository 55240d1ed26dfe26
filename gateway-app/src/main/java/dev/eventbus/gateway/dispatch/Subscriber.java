package dev.eventbus.gateway.dispatch;

import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.topic.TopicPattern;
import java.util.List;
import java.util.Set;

/**
 * Who gets events: a webhook subscription, or an extension in one workspace. Only those that may have events now.
 *
 * @param workspaceId the workspace, or {@code *} for all but those in {@code notIn}
 * @param patterns the events it takes; at least one
 * @param retry decides after each failed attempt
 */
public record Subscriber(
        SubscriberId id,
        String workspaceId,
        Set<String> notIn,
        List<TopicPattern> patterns,
        RetryPolicy retry,
        Target target) {
    public static final String EVERY_WORKSPACE = "*";

    public Subscriber {
        notIn = Set.copyOf(notIn);
        patterns = List.copyOf(patterns);
    }

    public static Subscriber in(
            String workspaceId, SubscriberId id, List<TopicPattern> patterns, RetryPolicy retry, Target target) {
        return new Subscriber(id, workspaceId, Set.of(), patterns, retry, target);
    }

    boolean servesWorkspace(String workspace) {
        return workspaceId.equals(workspace) || (workspaceId.equals(EVERY_WORKSPACE) && !notIn.contains(workspace));
    }
}
