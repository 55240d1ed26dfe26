package dev.eventbus.gateway.channels.intake;

import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import dev.eventbus.nats.PublishFailedException;
import dev.eventbus.nats.RawPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Publishes bodies as they came to subjects outside of the bus, where the forwarder takes them. */
@ApplicationScoped
class RawSubjects {
    private final RawPublisher publisher;

    RawSubjects(NatsConnection connection, NatsSettings settings) {
        this.publisher = new RawPublisher(connection, settings);
    }

    /** Completes once every subject has it; fails with a {@link ProblemException} (503) if that is not known. */
    CompletableFuture<Void> publish(List<String> subjects, String eventId, byte[] body) {
        CompletableFuture<?>[] all = subjects.stream()
                // One stream may hold several of them, and it looks at the id alone.
                .map(subject -> publisher
                        .publish(subject, eventId + ":" + subject, body)
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).exceptionally(failure -> {
            throw new ProblemException(problem(failure), failure);
        });
    }

    private static Problem problem(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean hasNoStream = cause instanceof PublishFailedException refused
                && refused.reason() == PublishFailedException.Reason.NO_STREAM;
        return hasNoStream
                ? Problem.unavailable(
                        "NO_STREAM", "No stream takes one of the channel's subjects; have the operator create it.")
                : Problem.unavailable(
                        "BROKER_UNAVAILABLE",
                        "The broker did not acknowledge the message; it may have been stored. Try again.");
    }
}
