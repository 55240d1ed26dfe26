package dev.eventbus.topic;

import org.jspecify.annotations.Nullable;

/**
 * A node's children by token. Most nodes have one child, which then stands here by itself; more of them make a table.
 *
 * <p>One writer at a time, readers take no lock.
 */
sealed interface Children permits Node, ChildTable {
    @Nullable
    Node get(String token);

    /** These and one more; what it returns takes the place of this. */
    Children with(Node child);

    /** These without one; what it returns, nothing if none is left, takes the place of this. */
    @Nullable
    Children without(String token);
}
