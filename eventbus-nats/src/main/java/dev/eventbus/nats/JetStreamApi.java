package dev.eventbus.nats;

import dev.eventbus.EventBusException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Calls JetStream's administration and says in words what went wrong. */
final class JetStreamApi {
    private static final JetStreamOptions OPTIONS =
            JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(5)).build();
    private static final int NOT_FOUND = 404;

    private final JetStreamManagement management;
    private final String couldNot;

    private JetStreamApi(JetStreamManagement management, String couldNot) {
        this.management = management;
        this.couldNot = couldNot;
    }

    /** @param couldNot how the sentence of every failure begins: {@code Could not …} */
    static JetStreamApi of(Connection connection, String couldNot) {
        try {
            return new JetStreamApi(connection.jetStreamManagement(OPTIONS), couldNot);
        } catch (IOException e) {
            throw new EventBusException(couldNot + ": " + e.getMessage(), e);
        }
    }

    <T> T call(Call<T> call) {
        return find(call).orElseThrow(() -> new EventBusException(couldNot + ": the server does not have it"));
    }

    /** Empty when the server says that there is no such thing. */
    <T> Optional<T> find(Call<T> call) {
        try {
            return Optional.of(call.on(management));
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw new EventBusException(
                    couldNot + ": the server refused: " + e.getErrorDescription() + " (" + e.getApiErrorCode() + ")",
                    e);
        } catch (IOException | IllegalStateException e) {
            throw new EventBusException(
                    couldNot + ": the server did not answer: " + e.getMessage() + ". Is JetStream enabled on it?", e);
        }
    }

    /** One request to the server. */
    @FunctionalInterface
    interface Call<T> {
        T on(JetStreamManagement management) throws IOException, JetStreamApiException;
    }
}
