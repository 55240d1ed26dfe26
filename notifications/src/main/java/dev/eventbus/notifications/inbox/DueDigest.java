package dev.eventbus.notifications.inbox;

import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.rule.Priority;
import dev.eventbus.notifications.template.Content;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** A digest whose time has come, as its row says. */
record DueDigest(Common common, String userId, Draft draft) {
    /** What several digests may have alike, so that their notifications are made together. */
    record Common(Occasion occasion, Terms terms) {}

    static DueDigest read(ResultSet row) throws SQLException {
        Occasion occasion = new Occasion(
                row.getString("workspace_id"),
                row.getString("id"),
                row.getString("event_id"),
                row.getString("event_key"),
                row.getString("resource_id"),
                Objects.requireNonNull(Sql.instant(row, "event_at")));
        Terms terms = new Terms(
                row.getString("rule_key"),
                Priority.valueOf(row.getString("priority")),
                null,
                Sql.instant(row, "expires_at"));
        Content content = new Content(
                row.getString("title"),
                row.getString("body"),
                row.getString("email_subject"),
                row.getString("email_html"));
        String collapseKey = row.getString("collapse_key");
        Draft draft =
                new Draft(content, channels(row.getString("channels")), collapseKey.isEmpty() ? null : collapseKey);
        return new DueDigest(new Common(occasion, terms), row.getString("user_id"), draft);
    }

    private static Set<ChannelKind> channels(String names) {
        return Arrays.stream(names.split(","))
                .filter(name -> !name.isEmpty())
                .map(ChannelKind::valueOf)
                .collect(Collectors.toSet());
    }
}
