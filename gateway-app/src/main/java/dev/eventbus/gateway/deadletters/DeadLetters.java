package dev.eventbus.gateway.deadletters;

import dev.eventbus.gateway.database.Conditions;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.query.Page;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;

/** What could not be delivered, to be looked at and thrown away. Blocks. */
@ApplicationScoped
class DeadLetters {
    private static final String LETTERS = "select " + Letter.COLUMNS + " from gateway.dead_letter_event letter"
            + " left join gateway.platform_event event"
            + " on event.event_id = letter.event_id and event.workspace_id = letter.workspace_id";

    /** One row more than wanted tells whether the list goes on; sizes are added up before any event is fetched. */
    private static final String PAGE = "select *, place = known as ends from ("
            + "select wanted.*, row_number() over newest as place, count(*) over () as known,"
            + " sum(coalesce(octet_length(event), 0)) over newest - coalesce(octet_length(event), 0) as bytes_before"
            + " from (" + LETTERS + " where %s order by letter.last_at desc, letter.id desc limit ?) wanted"
            + " window newest as (order by last_at desc, id desc)) sized"
            + " where place <= ? and bytes_before < ? order by last_at desc, id desc";

    private final Jdbc jdbc;

    DeadLetters(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    private record Row(Letter letter, boolean isLast) {}

    /** Newest first. May hold less than was asked for though the list goes on. */
    Page list(String workspaceId, LetterQuery query) {
        Conditions conditions = query.filter().in(workspaceId);
        if (query.state() != null) {
            conditions.add("letter.state = ?", query.state().name());
        }
        if (query.cursor() != null) {
            conditions.add(
                    "(letter.last_at, letter.id) < (?, ?)",
                    Timestamp.from(query.cursor().at()),
                    query.cursor().id());
        }
        List<Row> rows = jdbc.query(
                PAGE.formatted(conditions.sql()),
                conditions.parametersAnd(query.limit() + 1, query.limit(), Page.MAX_BYTES),
                row -> new Row(Letter.read(row), row.getBoolean("ends")));
        boolean goesOn = !rows.isEmpty() && !rows.getLast().isLast();
        return new Page(
                rows.stream().map(row -> row.letter().json()).toList(),
                goesOn ? rows.getLast().letter().at() : null);
    }

    Optional<Letter> find(String workspaceId, String id) {
        if (id.indexOf(0) >= 0) {
            return Optional.empty();
        }
        return jdbc
                .query(
                        LETTERS + " where letter.workspace_id = ? and letter.id = ?",
                        List.of(workspaceId, id),
                        Letter::read)
                .stream()
                .findFirst();
    }

    /** Whether there was one. What is being replayed is still delivered. */
    boolean discard(String workspaceId, String id) {
        return id.indexOf(0) < 0
                && jdbc.update(
                                "delete from gateway.dead_letter_event where workspace_id = ? and id = ?",
                                workspaceId,
                                id)
                        > 0;
    }
}
