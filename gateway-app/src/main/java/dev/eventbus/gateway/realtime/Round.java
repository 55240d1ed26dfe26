package dev.eventbus.gateway.realtime;

import java.util.List;

/**
 * One reading of the store for one client.
 *
 * @param interests those subscriptions of the client that are behind; none if there are only new ones to open
 */
record Round(List<Interest> interests) {
    Round {
        interests = List.copyOf(interests);
    }
}
