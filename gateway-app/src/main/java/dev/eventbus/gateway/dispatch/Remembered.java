package dev.eventbus.gateway.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * First attempts whose rows could not be written, for when their event comes again: begun attempts are not repeated.
 * The oldest is forgotten when there are too many; its attempt is then made again.
 */
final class Remembered {
    private static final int MOST = 10_000;

    private final Map<DeliveryKey, CompletableFuture<Settlement>> attempts = new LinkedHashMap<>();

    synchronized void put(DeliveryKey key, CompletableFuture<Settlement> attempt) {
        attempts.put(key, attempt);
        if (attempts.size() > MOST) {
            attempts.remove(attempts.keySet().iterator().next());
        }
    }

    synchronized @Nullable CompletableFuture<Settlement> take(DeliveryKey key) {
        return attempts.remove(key);
    }
}
