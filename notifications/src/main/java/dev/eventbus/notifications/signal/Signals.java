package dev.eventbus.notifications.signal;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What channels need of the messaging between processes. */
public interface Signals {
    /** Sends to everybody who listens; nobody may. */
    void broadcast(String channel, byte[] body);

    /** Asks whoever listens; fails with {@code NoListenerException} when nobody does, else by timeout. */
    CompletionStage<byte[]> request(String channel, byte[] body, Duration timeout);
}
