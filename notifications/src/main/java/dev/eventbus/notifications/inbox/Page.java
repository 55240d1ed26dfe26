package dev.eventbus.notifications.inbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a list, newest first, and where the next part begins; null at the end. */
public record Page(List<Listed> items, @Nullable String nextCursor) {}
