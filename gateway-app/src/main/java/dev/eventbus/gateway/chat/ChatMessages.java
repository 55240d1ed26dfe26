package dev.eventbus.gateway.chat;

import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.query.Items;
import dev.eventbus.gateway.query.PageQuery;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The messages of all channels, and which of them are still to be announced. Blocks. */
@ApplicationScoped
class ChatMessages {
    /** Longer than whoever took a message may need to publish it. */
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private static final String INSERT = "insert into gateway.chat_message (" + StoredMessage.COLUMNS
            + ", announce_at) values (?, ?, ?, ?, ?, ?, ?, now() + ? * interval '1 millisecond') on conflict do nothing";

    private static final String CLAIM_DUE = """
            update gateway.chat_message set announce_at = now() + ? * interval '1 millisecond'
            where (workspace_id, id) in (
                select workspace_id, id from gateway.chat_message where announce_at <= now()
                order by announce_at limit ? for update skip locked)
            returning %s""".formatted(StoredMessage.COLUMNS);

    private static final String IS_OFF = """
            select 1 from gateway.workspace_extension
            where workspace_id = ? and extension_key = 'chat' and not (installed and enabled)""";

    /** From channel to channel by the index, not over all messages. */
    private static final String CHANNELS = """
            with recursive listed as (
                (select channel, created_at from gateway.chat_message where workspace_id = ? and channel > ?
                 order by channel, created_at desc limit 1)
                union all
                select later.channel, later.created_at from listed cross join lateral (
                    select channel, created_at from gateway.chat_message
                    where workspace_id = ? and channel > listed.channel
                    order by channel, created_at desc limit 1) later)
            select channel, created_at from listed limit ?""";

    /** Nowhere if there is no such message: then nothing is behind it. */
    private static final String PLACE =
            "select created_at, id from gateway.chat_message where workspace_id = ? and id = ?";

    private final Jdbc jdbc;

    ChatMessages(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    /** A channel and when something was last said in it. */
    record Channel(String channel, String lastMessageAt) {}

    /** Whether the workspace has turned chat off. */
    boolean areOff(String workspaceId) {
        return !jdbc.query(IS_OFF, List.of(workspaceId), row -> row.getInt(1)).isEmpty();
    }

    /** Whether it was new; if so the caller is to announce it. */
    boolean addIfAbsent(StoredMessage message) {
        return jdbc.update(
                        INSERT,
                        message.workspaceId(),
                        message.id(),
                        message.channel(),
                        message.sender(),
                        message.message(),
                        message.actor(),
                        Timestamp.from(message.createdAt()),
                        CLAIM.toMillis())
                == 1;
    }

    void markAnnounced(StoredMessage message) {
        jdbc.update(
                "update gateway.chat_message set announce_at = null where workspace_id = ? and id = ?",
                message.workspaceId(),
                message.id());
    }

    /** Messages whose announcement is overdue; other replicas do not get them for a while. */
    List<StoredMessage> claimDue(int limit) {
        return jdbc.query(CLAIM_DUE, List.of(CLAIM.toMillis(), limit), StoredMessage::read);
    }

    /** Newest first. */
    Items<ChatMessage> page(String workspaceId, String channel, PageQuery wanted) {
        boolean isFirst = wanted.after().isEmpty();
        List<Object> parameters = new ArrayList<>(List.of(workspaceId, channel));
        if (!isFirst) {
            parameters.addAll(List.of(workspaceId, wanted.after()));
        }
        parameters.add(wanted.rows());
        String sql = "select " + StoredMessage.COLUMNS
                + " from gateway.chat_message where workspace_id = ? and channel = ?"
                + (isFirst ? "" : " and (created_at, id) < (" + PLACE + ")")
                + " order by created_at desc, id desc limit ?";
        return Items.of(jdbc.query(sql, parameters, StoredMessage::read), wanted, StoredMessage::id)
                .map(ChatMessage::of);
    }

    /** By name. */
    Items<Channel> channels(String workspaceId, PageQuery wanted) {
        List<Channel> found = jdbc.query(
                CHANNELS,
                List.of(workspaceId, wanted.after(), workspaceId, wanted.rows()),
                row -> new Channel(
                        row.getString(1), ChatMessage.text(row.getTimestamp(2).toInstant())));
        return Items.of(found, wanted, Channel::channel);
    }
}
