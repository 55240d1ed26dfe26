package dev.eventbus.gateway.events;

import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

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
     * The outcomes in the items' order. Blocks, for the publish deadline at most.
     *
     * @param items events to publish, as JSON
     */
    List<Outcome> publish(Sender sender, List<byte[]> items) {
        long deadline = System.nanoTime() + publisher.deadline().toNanos();
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>(items.size());
        for (byte[] item : items) {
            outcomes.add(begin(sender, item, Duration.ofNanos(deadline - System.nanoTime())));
        }
        return outcomes.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Outcome> begin(Sender sender, byte[] item, Duration patience) {
        try {
            return publisher
                    .publish(sender, PublishRequest.parse(item), patience)
                    .handle((published, failure) ->
                            failure == null ? Outcome.success(published.eventId()) : refused(failure))
                    .toCompletableFuture();
        } catch (ProblemException e) {
            return CompletableFuture.completedFuture(Outcome.refused(e.problem()));
        }
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
