package dev.eventbus.gateway.presence;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.eventbus.json.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a replica tells the others about its users. It holds for {@link Presence#LEASE} unless it is said again.
 *
 * @param replica who says so
 * @param leaving whether the replica is going away, and all its users with it
 * @param users those who are here; some of them, if there are many
 */
record Said(String replica, boolean leaving, List<Here> users) {
    /** How many users one message has at most. */
    static final int MOST = 500;

    Said {
        Objects.requireNonNull(replica, "replica");
        users = users == null ? List.of() : List.copyOf(users);
    }

    /**
     * One user on one replica.
     *
     * @param connections how many sockets; 0 says that there are none any more
     * @param since when the first of them was opened, in milliseconds of the epoch
     */
    record Here(
            @JsonProperty("w") String workspaceId,
            @JsonProperty("u") String userId,
            @JsonProperty("n") int connections,
            @JsonProperty("t") long since) {
        Here {
            Objects.requireNonNull(workspaceId, "workspaceId");
            Objects.requireNonNull(userId, "userId");
        }

        UserKey key() {
            return new UserKey(workspaceId, userId);
        }
    }

    byte[] json() {
        return Json.write(this);
    }

    /** Null for what cannot be read: another version may say more, or less. */
    static @Nullable Said read(byte[] json) {
        try {
            return Json.read(json, Said.class);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
