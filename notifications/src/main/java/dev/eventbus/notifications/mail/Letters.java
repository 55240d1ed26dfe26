package dev.eventbus.notifications.mail;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import dev.eventbus.notifications.inbox.Notification;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.inbox.Owner;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes letters of what was worded, in the recipient's language, when the notification was made. */
@Singleton
final class Letters {
    private static final String WORDED =
            "select email_subject, email_html from notification where workspace_id = ? and user_id = ? and id = ?";

    private final Database database;
    private final UnsubscribeLinks links;
    private final @Nullable String publicUrl;

    Letters(Database database, UnsubscribeLinks links, MailConfig config) {
        this.database = database;
        this.links = links;
        this.publicUrl = config.publicUrl()
                .map(url -> url.toString().replaceAll("/+$", ""))
                .orElse(null);
    }

    private record Worded(
            @Nullable String subject, @Nullable String html) {
        static Worded of(ResultSet row) throws SQLException {
            return new Worded(row.getString("email_subject"), row.getString("email_html"));
        }
    }

    Letter about(Outgoing outgoing) {
        Owner owner = outgoing.owner();
        Notification notification = outgoing.notification();
        List<Worded> worded = database.inTransaction(connection ->
                Sql.query(connection, WORDED, Worded::of, owner.workspaceId(), owner.userId(), notification.id()));
        String subject = worded.isEmpty() ? null : worded.get(0).subject();
        return new Letter(
                subject == null || subject.isBlank() ? notification.title() : subject,
                notification.body().isBlank() ? notification.title() : notification.body(),
                worded.isEmpty() ? null : worded.get(0).html(),
                publicUrl == null
                        ? null
                        : publicUrl + "/unsubscribe/"
                                + links.token(owner.workspaceId(), owner.userId(), notification.rule()));
    }
}
