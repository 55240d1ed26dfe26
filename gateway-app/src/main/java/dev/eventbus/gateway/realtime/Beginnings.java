package dev.eventbus.gateway.realtime;

import dev.eventbus.EventBusException;
import dev.eventbus.Position;
import dev.eventbus.gateway.database.DatabaseException;
import dev.eventbus.gateway.eventlog.EventLog;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.nats.NatsTransport;
import dev.eventbus.topic.Segments;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds the position behind which a subscription begins. Blocks. */
@ApplicationScoped
class Beginnings {
    private final NatsTransport store;
    private final EventLog log;

    Beginnings(NatsTransport store, EventLog log) {
        this.store = store;
        this.log = log;
    }

    /** The position of the newest event. Throws an {@link EventBusException} while the broker is away. */
    Position now() {
        return store.stored().last();
    }

    /** Throws an {@link EventBusException} while the broker is away, and a {@link ProblemException} if it cannot be found. */
    Position of(Interest interest) {
        return switch (interest.since()) {
            case Since.Now now -> now();
            case Since.After(Position position) -> position;
            case Since.AfterEvent(String eventId) -> logged(interest.client().workspaceId(), eventId);
        };
    }

    private Position logged(String workspaceId, String eventId) {
        try {
            return log.position(workspaceId, eventId)
                    .orElseThrow(() -> new ProblemException(Problem.invalid(
                            "since",
                            "since must be a position, or the id of an event in the log: there is none of id "
                                    + Segments.quoted(eventId) + ", or not yet")));
        } catch (DatabaseException e) {
            throw new ProblemException(
                    Problem.unavailable(
                            "DATABASE_UNAVAILABLE",
                            "The database is not there at the moment; give since as a position, or try again."),
                    e);
        }
    }
}
