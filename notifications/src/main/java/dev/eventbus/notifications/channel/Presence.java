package dev.eventbus.notifications.channel;

import dev.eventbus.notifications.signal.Signals;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Who seems to be connected, as the gateways believe. A hint: nothing is decided by it that an answer cannot undo. */
@Singleton
final class Presence {
    private static final String CHANNEL = "presence.connected";
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final int AT_ONCE = 1_000;

    private final Signals signals;
    private final Frames frames;

    Presence(Signals signals, Frames frames) {
        this.signals = signals;
        this.frames = frames;
    }

    /** Nobody, when no gateway answers. Blocks for a second at most. */
    Set<String> among(String workspaceId, List<String> userIds) {
        List<String> asked = userIds.subList(0, Math.min(userIds.size(), AT_ONCE));
        try {
            byte[] answer = signals.request(CHANNEL, frames.whoIsConnected(workspaceId, asked), WAIT)
                    .toCompletableFuture()
                    .get(2 * WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return Set.copyOf(frames.connected(answer));
        } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
            return Set.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Set.of();
        }
    }
}
