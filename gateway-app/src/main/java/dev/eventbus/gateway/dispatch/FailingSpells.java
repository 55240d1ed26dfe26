package dev.eventbus.gateway.dispatch;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Since when subscriptions do nothing but fail, counted over all replicas. */
final class FailingSpells {
    private static final int LEAST_ATTEMPTS = 20;

    private static final String END = "delete from gateway.failing_spell where subscriber = any(?)";

    /** One that was not tried for as long as a spell may last begins anew: it may have been mended meanwhile. */
    private static final String COUNT = """
            insert into gateway.failing_spell as f (subscriber, since, last_at, attempts)
            select subscriber, now(), now(), attempts from unnest(?::text[], ?::bigint[]) as x (subscriber, attempts)
            on conflict (subscriber) do update set
                since = case when f.last_at < now() - ? * interval '1 millisecond' then now() else f.since end,
                attempts = case when f.last_at < now() - ? * interval '1 millisecond' then 0 else f.attempts end
                           + excluded.attempts,
                last_at = now()
            returning subscriber, attempts >= ? and since < now() - ? * interval '1 millisecond'
            """;

    private final Duration longest;

    /** @param longest after what time a subscription that only fails is to be paused */
    FailingSpells(Duration longest) {
        this.longest = longest;
    }

    Duration longest() {
        return longest;
    }

    /** Takes a batch into account and says who failed for too long; in the connection's transaction. */
    List<SubscriberId> count(Connection connection, Batch batch) throws SQLException {
        Set<String> well = new TreeSet<>();
        Map<String, Long> failures = new TreeMap<>();
        batch.firsts().forEach(settlement -> sort(settlement, well, failures));
        batch.later().forEach(settlement -> sort(settlement, well, failures));
        failures.keySet().removeAll(well);
        if (!well.isEmpty()) {
            end(connection, well);
        }
        return failures.isEmpty() ? List.of() : count(connection, failures);
    }

    private static void sort(Settlement settlement, Set<String> well, Map<String, Long> failures) {
        if (settlement.key().subscriber().kind() != SubscriberId.Kind.SUBSCRIPTION) {
            return;
        }
        String subscriber = settlement.key().subscriber().toString();
        switch (settlement.step()) {
            case Step.Delivered delivered -> well.add(subscriber);
            case Step.Again again -> failures.merge(subscriber, 1L, Long::sum);
            case Step.Dead dead -> failures.merge(subscriber, 1L, Long::sum);
            case Step.Untried untried -> {}
            case Step.UnderWay underWay -> {}
        }
    }

    private static void end(Connection connection, Set<String> well) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(END)) {
            end.setArray(1, connection.createArrayOf("text", well.toArray()));
            end.executeUpdate();
        }
    }

    private List<SubscriberId> count(Connection connection, Map<String, Long> failures) throws SQLException {
        Array names = connection.createArrayOf("text", failures.keySet().toArray());
        Array counts = connection.createArrayOf("int8", failures.values().toArray());
        List<SubscriberId> tooLong = new ArrayList<>();
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setArray(1, names);
            count.setArray(2, counts);
            count.setLong(3, longest.toMillis());
            count.setLong(4, longest.toMillis());
            count.setInt(5, LEAST_ATTEMPTS);
            count.setLong(6, longest.toMillis());
            try (ResultSet rows = count.executeQuery()) {
                while (rows.next()) {
                    if (rows.getBoolean(2)) {
                        tooLong.add(SubscriberId.parse(rows.getString(1)));
                    }
                }
            }
        }
        if (!tooLong.isEmpty()) {
            end(
                    connection,
                    Set.copyOf(tooLong.stream().map(SubscriberId::toString).toList()));
        }
        return tooLong;
    }
}
