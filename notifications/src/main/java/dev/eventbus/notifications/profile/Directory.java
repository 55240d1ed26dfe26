package dev.eventbus.notifications.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.json.Members;
import dev.eventbus.notifications.rule.ChannelKind;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The people of each workspace that notifications know something about. */
@Singleton
public final class Directory {
    private static final int AT_ONCE = 1_000;
    private static final String FIND =
            "select * from recipient where workspace_id = ? and user_id = any (?::text[]) order by user_id";
    private static final String PAGE =
            "select * from recipient where workspace_id = ? and user_id > ? order by user_id limit ?";
    private static final String ENSURE = """
            insert into recipient (workspace_id, user_id, updated_at) values (?, ?, ?) on conflict do nothing""";
    private static final String LOCK = "select * from recipient where workspace_id = ? and user_id = ? for update";
    private static final String PUT = """
            insert into recipient (workspace_id, user_id, email, locale, time_zone, quiet_hours, preferences, updated_at)
            values (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)
            on conflict (workspace_id, user_id) do update
              set email = excluded.email, locale = excluded.locale, time_zone = excluded.time_zone,
                  quiet_hours = excluded.quiet_hours, preferences = excluded.preferences,
                  updated_at = excluded.updated_at""";

    private final Database database;
    private final ObjectMapper mapper;
    private final InstantSource clock;

    Directory(Database database, ObjectMapper mapper, InstantSource clock) {
        this.database = database;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Everybody asked for, by user id; who has no row comes with the defaults. One query per 1,000. */
    public Map<String, Profile> find(String workspaceId, Collection<String> userIds) {
        List<String> ids = List.copyOf(userIds);
        Map<String, Profile> found = new HashMap<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            database.inTransaction(connection -> Sql.query(connection, FIND, Directory::profile, workspaceId, some))
                    .forEach(profile -> found.put(profile.userId(), profile));
        }
        ids.forEach(id -> found.computeIfAbsent(id, Profile::unknown));
        return found;
    }

    /** One person; the defaults where nothing is known. */
    public Profile get(String workspaceId, String userId) {
        return Objects.requireNonNull(find(workspaceId, List.of(userId)).get(userId), "find answers for each");
    }

    /** Those who have a row, by user id; at most so many. */
    List<Profile> page(String workspaceId, String after, int limit) {
        return new ArrayList<>(database.inTransaction(
                connection -> Sql.query(connection, PAGE, Directory::profile, workspaceId, after, limit)));
    }

    void put(String workspaceId, Profile profile) {
        database.inTransaction(connection -> put(connection, workspaceId, profile));
    }

    /** Switches one channel of one rule off, whatever else is changed meanwhile; false if it was off already. */
    public boolean switchOff(Unwanted unwanted) {
        String workspaceId = unwanted.workspaceId();
        return database.inTransaction(connection -> {
            Sql.update(connection, ENSURE, workspaceId, unwanted.userId(), clock.instant());
            Profile now = Sql.query(connection, LOCK, Directory::profile, workspaceId, unwanted.userId())
                    .get(0);
            boolean isOn =
                    !now.channels(unwanted.rule(), Set.of(unwanted.channel())).isEmpty();
            if (isOn) {
                put(connection, workspaceId, now.without(unwanted.rule(), unwanted.channel()));
            }
            return isOn;
        });
    }

    /** What somebody does not want any more. */
    public record Unwanted(String workspaceId, String userId, String rule, ChannelKind channel) {}

    private int put(Connection connection, String workspaceId, Profile profile) throws SQLException {
        ProfileBody body = ProfileBody.of(profile);
        return Sql.update(
                connection,
                PUT,
                workspaceId,
                body.userId(),
                body.email(),
                body.locale(),
                body.timeZone(),
                body.quietHours() == null ? null : json(body.quietHours()),
                json(body.preferences()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private static Profile profile(ResultSet row) throws SQLException {
        Members kept = Members.read(kept(row.getString("quiet_hours"), row.getString("preferences")));
        return new Profile(
                row.getString("user_id"),
                row.getString("email"),
                row.getString("locale"),
                ProfileRequest.zone(row.getString("time_zone")),
                ProfileRequest.quiet(kept),
                ProfileRequest.preferences(kept.object("preferences")));
    }

    private static byte[] kept(@Nullable String quietHours, String preferences) {
        return ("{\"quietHours\":" + quietHours + ",\"preferences\":" + preferences + '}')
                .getBytes(StandardCharsets.UTF_8);
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write a profile: " + e.getOriginalMessage(), e);
        }
    }
}
