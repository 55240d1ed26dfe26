package dev.eventbus.gateway.events;

import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.nats.IdempotencyKeys.Claim;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes many events at a time: none waits for the one before, all are waited for once. What is wrong with one is
 * that one's outcome, no other's.
 */
@ApplicationScoped
class PublishBatch {
    private static final Logger LOG = Logger.getLogger(PublishBatch.class);

    private final Publisher publisher;

    PublishBatch(Publisher publisher) {
        this.publisher = publisher;
    }

    /**
     * What became of a batch.
     *
     * @param outcomes in the items' order
     * @param isSettled whether trying again would change none of them
     */
    record Done(List<Outcome> outcomes, boolean isSettled) {}

    /** @param isRefused whether the item was not even tried, and never will be */
    private record Begun(CompletableFuture<Outcome> outcome, boolean isRefused) {
        boolean isSettled() {
            return isRefused || outcome.join().isSuccess();
        }
    }

    /**
     * Blocks, for the publish deadline at most.
     *
     * @param items events to publish, as JSON
     * @param claim whose id the events' ids are made of, if the caller may try again
     */
    Done publish(Sender sender, List<byte[]> items, @Nullable Claim claim) {
        long deadline = System.nanoTime() + publisher.deadline().toNanos();
        List<Begun> begun = new ArrayList<>(items.size());
        for (byte[] item : items) {
            String id = claim == null ? null : "%s-%03d".formatted(claim.id(), begun.size());
            Duration patience = Duration.ofNanos(deadline - System.nanoTime());
            begun.add(begin(
                    item,
                    id,
                    request -> isDone(claim)
                            ? CompletableFuture.completedFuture(Outcome.success(String.valueOf(id)))
                            : publish(sender, request, patience)));
        }
        List<Outcome> outcomes =
                begun.stream().map(item -> item.outcome().join()).toList();
        return new Done(outcomes, begun.stream().allMatch(Begun::isSettled));
    }

    private static Begun begin(
            byte[] item, @Nullable String id, Function<PublishRequest, CompletableFuture<Outcome>> publish) {
        try {
            PublishRequest request = PublishRequest.parse(item);
            return new Begun(publish.apply(id == null ? request : request.withId(id)), false);
        } catch (ProblemException e) {
            return new Begun(CompletableFuture.completedFuture(Outcome.refused(e.problem())), true);
        }
    }

    private CompletableFuture<Outcome> publish(Sender sender, PublishRequest request, Duration patience) {
        return publisher
                .publish(sender, request, patience)
                .handle((published, failure) ->
                        failure == null ? Outcome.success(published.eventId()) : refused(failure))
                .toCompletableFuture();
    }

    private static boolean isDone(@Nullable Claim claim) {
        return claim != null && claim.isDone();
    }

    private static Outcome refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ProblemException refused) {
            return Outcome.refused(refused.problem());
        }
        LOG.error("One event of a batch failed unexpectedly.", failure);
        return Outcome.refused(Problem.of(500, "INTERNAL", "The gateway failed; the failure has been logged."));
    }
}
