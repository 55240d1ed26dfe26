package dev.eventbus.nats;

import dev.eventbus.Verdict;

/**
 * Handles one delivery of a stored message and says what shall become of it. Called on a virtual thread of its own;
 * may block. Throwing means a retry after a second, doubled with every delivery, at most a minute.
 */
@FunctionalInterface
public interface MessageHandler {
    Verdict handle(PulledMessage message) throws Exception;
}
