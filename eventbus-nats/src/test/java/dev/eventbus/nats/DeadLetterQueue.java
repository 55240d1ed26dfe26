package dev.eventbus.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads dead letters as any NATS client can. */
record DeadLetterQueue(Connection connection) {
    static DeadLetterQueue of(NatsConnection connection) {
        return new DeadLetterQueue(connection.require("Could not read dead letters"));
    }

    /** Waits for as many as expected, and a moment for more. */
    List<Message> read(String subject, int expected) throws Exception {
        JetStreamSubscription subscription = connection
                .jetStream()
                .subscribe(subject, PushSubscribeOptions.builder().ordered(true).build());
        List<Message> found = new ArrayList<>();
        Message next = subscription.nextMessage(Duration.ofSeconds(10));
        while (next != null) {
            found.add(next);
            next = subscription.nextMessage(found.size() < expected ? Duration.ofSeconds(10) : Duration.ofMillis(100));
        }
        subscription.unsubscribe();
        return found;
    }
}
