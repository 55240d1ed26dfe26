package dev.eventbus.nats;

import io.nats.client.api.ServerInfo;
import java.util.EnumSet;
import java.util.Set;

/** What this module uses where the server has it, and does without where it has not. */
enum ServerFeature {
    /** A consumer with several filter subjects. */
    MULTIPLE_FILTERS("2.10.0", "a durable that needs two subjects reads more than it wants and passes the rest over"),
    /** A consumer that an operator can pause. */
    CONSUMER_PAUSE("2.11.0", "consumers cannot be paused at the server, PullLoop.pause() works");

    /** Below this nothing is promised. */
    static final String LEAST = "2.9.0";

    private final String since;
    private final String without;

    ServerFeature(String since, String without) {
        this.since = since;
        this.without = without;
    }

    boolean isIn(ServerInfo server) {
        return server.isSameOrNewerThanVersion(since);
    }

    static Set<ServerFeature> missing(ServerInfo server) {
        Set<ServerFeature> missing = EnumSet.allOf(ServerFeature.class);
        missing.removeIf(feature -> feature.isIn(server));
        return missing;
    }

    /** What it is, since when, and what happens without it. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT) + " (since " + since + ": " + without + ")";
    }
}
