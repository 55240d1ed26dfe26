package dev.eventbus.nats;

import dev.eventbus.Position;

/**
 * What the store of events holds at one time.
 *
 * @param first the oldest sequence that is kept; one more than the last if there is none
 * @param last where the newest event stands, or stood; NONE if there never was one
 */
public record StoredRange(long first, Position last) {}
