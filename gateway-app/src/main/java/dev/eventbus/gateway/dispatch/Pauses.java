package dev.eventbus.gateway.dispatch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** Has subscriptions paused whose endpoints are gone; one call for each at a time, however many find it out. */
final class Pauses {
    private static final Logger LOG = Logger.getLogger(Pauses.class);

    private final BiConsumer<SubscriberId, String> pausing;
    private final Set<SubscriberId> underWay = ConcurrentHashMap.newKeySet();

    /** @param pausing takes the subscriber and the reason; may block and throw */
    Pauses(BiConsumer<SubscriberId, String> pausing) {
        this.pausing = pausing;
    }

    /** Returns at once. What fails is done when the endpoint says so again. Extensions are not paused. */
    void pause(SubscriberId id, String reason) {
        if (id.kind() == SubscriberId.Kind.SUBSCRIPTION && underWay.add(id)) {
            Thread.ofVirtual().name("pause-" + id).start(() -> pauseNow(id, reason));
        }
    }

    private void pauseNow(SubscriberId id, String reason) {
        try {
            pausing.accept(id, reason);
            LOG.warnf("Paused a subscriber. subscriber=%s reason=%s", id, reason);
        } catch (RuntimeException e) {
            LOG.warnf("Could not pause a subscriber; it goes on. subscriber=%s reason=%s", id, e.getMessage());
        } finally {
            underWay.remove(id);
        }
    }
}
