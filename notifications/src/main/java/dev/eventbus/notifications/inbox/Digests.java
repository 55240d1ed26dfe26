package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.template.Content;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Collects what a rule has to say to a user, and makes one notification of it in time. There is one open
 * digest for each rule, user and collapse key, and it is closed once, whoever finds it due.
 */
@Singleton
public final class Digests {
    /** The most digests that are closed in one transaction. */
    public static final int BATCH = 500;

    private static final String TAKE = """
            insert into notification_settled (id, at) select w.id, ? from unnest(?::text[]) as w (id)
            where not exists (select 1 from notification n where n.id = w.id)
            order by w.id on conflict do nothing returning id""";
    private static final String COUNT = """
            insert into notification_digest as d (user_id, collapse_key, channels, workspace_id, rule_key, id, due_at,
                events, priority, event_id, event_key, resource_id, event_at, expires_at)
            select w.user_id, w.collapse_key, w.channels, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?
            from unnest(?::text[], ?::text[], ?::text[]) as w (user_id, collapse_key, channels)
            order by w.user_id
            on conflict (workspace_id, rule_key, user_id, collapse_key) do update set events = d.events + 1,
                channels = excluded.channels, priority = excluded.priority, event_id = excluded.event_id,
                event_key = excluded.event_key, resource_id = excluded.resource_id,
                event_at = greatest(d.event_at, excluded.event_at), expires_at = excluded.expires_at
            returning user_id, events""";
    private static final String WORD = """
            update notification_digest d set title = w.title, body = w.body, email_subject = w.email_subject,
                email_html = w.email_html
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                as w (user_id, collapse_key, title, body, email_subject, email_html)
            where d.workspace_id = ? and d.rule_key = ? and d.user_id = w.user_id and d.collapse_key = w.collapse_key""";
    private static final String CLOSE = """
            delete from notification_digest where (workspace_id, rule_key, user_id, collapse_key) in (
              select workspace_id, rule_key, user_id, collapse_key from notification_digest
              where due_at <= ? order by due_at limit ? for update skip locked)
            returning *""";

    private final Database database;
    private final NotificationStore store;
    private final InstantSource clock;

    Digests(Database database, NotificationStore store, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Adds an event to each user's digest, for the first time only; opens one where there is none.
     *
     * @param wanted for whom, on which channels, under which collapse key
     * @param window how long a digest is open
     * @param content what so many events say, by user id
     */
    public void add(NewNotifications wanted, Duration window, BiFunction<String, Integer, Content> content) {
        Instant now = now();
        database.inTransaction(connection -> {
            Set<String> taken =
                    new HashSet<>(Sql.query(connection, TAKE, row -> row.getString("id"), now, wanted.ids()));
            NewNotifications fresh = wanted.only(user -> taken.contains(wanted.id(user)));
            if (!fresh.drafts().isEmpty()) {
                Map<String, Integer> events = count(connection, fresh, now.plus(window));
                word(connection, fresh.saying(user -> content.apply(user, events.getOrDefault(user, 1))));
            }
            return taken.size();
        });
    }

    /** Makes notifications of digests that are due, at most {@link #BATCH}; nothing came into being if none was. */
    public Created close() {
        Instant now = now();
        return database.inTransaction(connection -> {
            List<DueDigest> due = Sql.query(connection, CLOSE, DueDigest::read, now, BATCH);
            lockInboxes(connection, due);
            Map<DueDigest.Common, Map<String, Draft>> alike = new HashMap<>();
            due.forEach(digest -> alike.computeIfAbsent(digest.common(), common -> new HashMap<>())
                    .put(digest.userId(), digest.draft()));
            Created created = new Created();
            for (Map.Entry<DueDigest.Common, Map<String, Draft>> one : alike.entrySet()) {
                DueDigest.Common common = one.getKey();
                created.add(store.create(
                        connection, new NewNotifications(common.occasion(), common.terms(), one.getValue())));
            }
            return created;
        });
    }

    // All of them at first, in the order in which everybody locks them.
    private static void lockInboxes(Connection connection, List<DueDigest> due) throws SQLException {
        Map<String, Set<String>> users = new TreeMap<>();
        due.forEach(digest -> users.computeIfAbsent(
                        digest.common().occasion().workspaceId(), workspaceId -> new TreeSet<>())
                .add(digest.userId()));
        for (Map.Entry<String, Set<String>> workspace : users.entrySet()) {
            NotificationStore.lock(connection, workspace.getKey(), List.copyOf(workspace.getValue()));
        }
    }

    private static Map<String, Integer> count(Connection connection, NewNotifications fresh, Instant dueAt)
            throws SQLException {
        Occasion occasion = fresh.occasion();
        Map<String, Integer> events = new HashMap<>();
        Sql.query(
                connection,
                COUNT,
                row -> events.put(row.getString("user_id"), row.getInt("events")),
                fresh.workspaceId(),
                fresh.terms().rule(),
                "digest " + occasion.cause(),
                dueAt,
                fresh.terms().priority(),
                occasion.eventId(),
                occasion.eventKey(),
                occasion.resourceId(),
                occasion.eventAt(),
                fresh.terms().expiresAt(),
                fresh.userIds(),
                collapseKeys(fresh),
                fresh.each(Draft::channelNames));
        return events;
    }

    private static void word(Connection connection, NewNotifications worded) throws SQLException {
        Sql.update(
                connection,
                WORD,
                worded.userIds(),
                collapseKeys(worded),
                worded.each(draft -> draft.content().title()),
                worded.each(draft -> draft.content().body()),
                worded.each(Draft::emailSubject),
                worded.each(Draft::emailHtml),
                worded.workspaceId(),
                worded.terms().rule());
    }

    private static List<String> collapseKeys(NewNotifications wanted) {
        return wanted.each(draft -> Objects.requireNonNullElse(draft.collapseKey(), ""));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
