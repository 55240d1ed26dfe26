package dev.eventbus;

/**
 * Like {@link EventHandler}, for handlers that decide themselves what becomes of the delivery, or need to know which
 * attempt this is. Throwing means the same as there.
 */
@FunctionalInterface
public interface VerdictHandler {
    Verdict handle(Event event, Attempt attempt) throws Exception;
}
