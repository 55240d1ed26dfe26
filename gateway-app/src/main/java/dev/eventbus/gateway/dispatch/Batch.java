package dev.eventbus.gateway.dispatch;

import dev.eventbus.gateway.eventlog.EventRow;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is written in one transaction, each row once and in one order on all replicas, so that no two wait for each
 * other. Of two settlements of one delivery a success wins, else the later one.
 */
final class Batch {
    private static final Comparator<DeliveryKey> ORDER = Comparator.comparing(DeliveryKey::eventId)
            .thenComparing(key -> key.subscriber().toString())
            .thenComparing(DeliveryKey::workspaceId);

    private final Map<String, EventRow> events = new LinkedHashMap<>();
    private final Map<DeliveryKey, Settlement> firsts = new TreeMap<>(ORDER);
    private final Map<DeliveryKey, Settlement> later = new TreeMap<>(ORDER);

    void addFirsts(Collection<Settlement> settlements, @Nullable EventRow event) {
        settlements.forEach(settlement -> add(firsts, settlement));
        if (event != null) {
            events.putIfAbsent(event.event().id(), event);
        }
    }

    void addLater(Collection<Settlement> settlements) {
        settlements.forEach(settlement -> add(later, settlement));
    }

    private static void add(Map<DeliveryKey, Settlement> to, Settlement settlement) {
        to.merge(settlement.key(), settlement, (old, next) -> old.isDelivered() ? old : next);
    }

    Collection<EventRow> events() {
        return events.values();
    }

    Collection<Settlement> firsts() {
        return firsts.values();
    }

    Collection<Settlement> later() {
        return later.values();
    }
}
