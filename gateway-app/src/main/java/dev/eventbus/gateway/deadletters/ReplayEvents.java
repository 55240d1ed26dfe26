package dev.eventbus.gateway.deadletters;

import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.dispatch.DeliveryId;
import dev.eventbus.gateway.dispatch.Redeliver;
import dev.eventbus.gateway.dispatch.Subscriber;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.dispatch.Subscribers;
import dev.eventbus.gateway.eventlog.LogWalk;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Delivers events of the log once more to one subscriber: those it takes, oldest first, some in each transaction.
 * Blocks.
 */
@ApplicationScoped
class ReplayEvents {
    /** What is looked at in one replay; a longer time has to be replayed in parts. */
    private static final int MOST = 1_000_000;

    private final Jdbc jdbc;
    private final Subscribers subscribers;
    private final LogWalk log;

    ReplayEvents(Jdbc jdbc, Subscribers subscribers, LogWalk log) {
        this.jdbc = jdbc;
        this.subscribers = subscribers;
        this.log = log;
    }

    /** Throws a {@link ProblemException}: 404 without such a subscriber, 409 while it may have no events. */
    Replayed replay(String workspaceId, ReplayEventsRequest request) {
        Subscriber subscriber = subscriber(workspaceId, request);
        LogWalk.Range range = new LogWalk.Range(workspaceId, request.from(), request.to(), request.eventKey());
        if (log.hasMoreThan(MOST, range)) {
            throw new ProblemException(Problem.invalid(
                    "from", "from and to must have at most " + MOST + " events between them; replay them in parts"));
        }
        boolean wantsFilters = subscriber.patterns().stream().anyMatch(ReplayEvents::asksForFilters);
        int matched = 0;
        int replayed = 0;
        LogWalk.Step step = log.first(range, wantsFilters);
        while (!step.isEnd()) {
            List<DeliveryId> wanted = step.events().stream()
                    .filter(event -> takes(subscriber, event.topic()))
                    .map(event -> new DeliveryId(event.id(), subscriber.id()))
                    .toList();
            matched += wanted.size();
            if (!request.dryRun() && !wanted.isEmpty()) {
                replayed += jdbc.inTransaction(connection -> Redeliver.all(connection, workspaceId, wanted));
            }
            step = log.next(step);
        }
        return new Replayed(matched, replayed, request.dryRun());
    }

    private Subscriber subscriber(String workspaceId, ReplayEventsRequest request) {
        SubscriberId id = request.subscribers().stream()
                .filter(named -> exists(workspaceId, named))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.of(
                        404,
                        "NOT_FOUND",
                        "There is no subscription of this id and no extension of this key in the workspace.")));
        return subscribers
                .find(id, workspaceId)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        409,
                        "SUBSCRIBER_INACTIVE",
                        "The subscriber is disabled, paused or takes no events; have it go on first.")));
    }

    private boolean exists(String workspaceId, SubscriberId id) {
        return jdbc.query(
                        "select gateway.subscriber_exists(?, ?)",
                        List.of(workspaceId, id.toString()),
                        row -> row.getBoolean(1))
                .getFirst();
    }

    private static boolean takes(Subscriber subscriber, Topic topic) {
        return subscriber.patterns().stream().anyMatch(pattern -> pattern.matches(topic));
    }

    private static boolean asksForFilters(TopicPattern pattern) {
        return pattern.segments().size() > Topic.POSITIONS
                || (pattern.isOpen() && pattern.segments().size() == Topic.POSITIONS);
    }
}
