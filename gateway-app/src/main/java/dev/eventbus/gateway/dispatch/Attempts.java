package dev.eventbus.gateway.dispatch;

import dev.eventbus.Event;
import java.time.Duration;

/** Makes one attempt to bring an event to a subscriber, wherever that is. */
final class Attempts {
    private final PostEvent post;
    private final CallHandlers call;

    Attempts(PostEvent post, CallHandlers call) {
        this.post = post;
        this.call = call;
    }

    /** Blocks until the result is known, at most for {@link #longest}; throws nothing. */
    Result attempt(Event event, Subscriber subscriber) {
        try {
            return switch (subscriber.target()) {
                case Target.Http http -> post.to(http, event, subscriber.id().kind());
                case Target.InProcess inProcess -> call.of(subscriber.id().key(), event);
            };
        } catch (RuntimeException e) {
            return Result.failed("attempt could not be made: " + e);
        }
    }

    /** Whether what it takes is in this process: a plugin may be missing on one replica. */
    boolean arePossible(Subscriber subscriber) {
        return switch (subscriber.target()) {
            case Target.Http http -> true;
            case Target.InProcess inProcess -> call.has(subscriber.id().key());
        };
    }

    /** How long an attempt may take. */
    Duration longest(Subscriber subscriber) {
        return switch (subscriber.target()) {
            case Target.Http http -> http.endpoint().timeout();
            case Target.InProcess inProcess -> call.timeout();
        };
    }
}
