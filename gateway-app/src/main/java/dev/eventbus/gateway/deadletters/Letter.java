package dev.eventbus.gateway.deadletters;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.json.Splice;
import dev.eventbus.gateway.query.Cursor;
import dev.eventbus.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that failed for good, as shown.
 *
 * @param kind the class of failure
 * @param reason one sentence
 * @param attempts all there were, those of replays included
 * @param lastBody how the last answer began, if there was one
 * @param lastAt also where it stands in the list
 * @param event its exact JSON, null where the log has it no more
 */
@SuppressWarnings("ArrayRecordComponent") // written to the answer, never compared
record Letter(
        String id,
        String eventId,
        String eventKey,
        SubscriberId subscriber,
        @JsonProperty("class") String kind,
        String reason,
        int attempts,
        @Nullable Integer lastStatus,
        @Nullable String lastBody,
        @JsonIgnore Instant firstAt,
        @JsonIgnore Instant lastAt,
        LetterState state,
        @JsonIgnore byte @Nullable [] event) {
    static final String COLUMNS = "letter.id, letter.event_id, letter.event_key, letter.subscriber, letter.class,"
            + " letter.reason, letter.attempts, letter.last_status, letter.last_body, letter.first_at, letter.last_at,"
            + " letter.state, event.event";

    static Letter read(ResultSet row) throws SQLException {
        return new Letter(
                row.getString("id"),
                row.getString("event_id"),
                row.getString("event_key"),
                SubscriberId.parse(row.getString("subscriber")),
                row.getString("class"),
                row.getString("reason"),
                row.getInt("attempts"),
                row.getObject("last_status", Integer.class),
                row.getString("last_body"),
                row.getTimestamp("first_at").toInstant(),
                row.getTimestamp("last_at").toInstant(),
                LetterState.valueOf(row.getString("state")),
                row.getBytes("event"));
    }

    @JsonProperty("firstAt")
    String shownFirstAt() {
        return firstAt.toString();
    }

    @JsonProperty("lastAt")
    String shownLastAt() {
        return lastAt.toString();
    }

    Cursor at() {
        return new Cursor(lastAt, id);
    }

    byte[] json() {
        return Splice.member(
                Json.write(this), "event", event == null ? "null".getBytes(StandardCharsets.US_ASCII) : event);
    }
}
