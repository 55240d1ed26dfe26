package dev.eventbus.gateway.events;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.eventbus.EventBus;
import dev.eventbus.EventContext;
import dev.eventbus.Published;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Publishes on behalf of signed-in users; done when the broker acknowledged. */
@ApplicationScoped
public class Publisher {
    private static final Logger LOG = Logger.getLogger(Publisher.class);

    /** What a request holds has been checked; of a payload above this the bus can only mind the size. */
    private static final int LARGE = 900_000;

    /** Half of how many may be under way before the bus has its callers wait: others publish, too. */
    private static final int SURELY_FREE = 1_000;

    private final AtomicInteger underWay = new AtomicInteger();
    private final EventBus bus;
    private final Duration deadline;
    private final AtomicLong lastTold = new AtomicLong(System.nanoTime() - SECONDS.toNanos(2));

    Publisher(EventBus bus, @ConfigProperty(name = "gateway.publish-deadline") Duration deadline) {
        this.bus = bus;
        this.deadline = deadline;
    }

    /** How long a publish may take. */
    Duration deadline() {
        return deadline;
    }

    /**
     * As {@link #publish(Sender, PublishRequest)}, for threads that must not wait: where the bus might have its callers
     * wait because much is under way, a virtual thread does.
     */
    CompletionStage<Published> publishUnblocked(Sender sender, PublishRequest request) {
        if (underWay.get() < SURELY_FREE) {
            return publish(sender, request);
        }
        return CompletableFuture.supplyAsync(() -> publish(sender, request), Thread::startVirtualThread)
                .thenCompose(published -> published);
    }

    /**
     * Publishes without waiting for the outcome. The stage fails with a {@link ProblemException}: 400 if the bus refuses
     * the event, 503 if the broker does not acknowledge within the deadline, which is the bus's own, too - then the
     * event may have been stored all the same.
     */
    public CompletionStage<Published> publish(Sender sender, PublishRequest request) {
        return outcome(request, start(sender.context(request), request));
    }

    /**
     * As {@link #publish(Sender, PublishRequest)}, in less time than the deadline.
     *
     * @param patience how much of the deadline is left
     */
    CompletionStage<Published> publish(Sender sender, PublishRequest request, Duration patience) {
        CompletionStage<Published> started = patience.isPositive()
                ? start(sender.context(request), request)
                : CompletableFuture.failedFuture(new TimeoutException());
        return outcome(
                request,
                started.toCompletableFuture().copy().orTimeout(Math.max(0, patience.toMillis()), MILLISECONDS));
    }

    /** Counts until the bus is done with it: whoever waits for the outcome may have given up before. */
    private CompletionStage<Published> start(EventContext context, PublishRequest request) {
        underWay.incrementAndGet();
        CompletionStage<Published> started;
        try {
            started = bus.publish(context, request.eventKey(), request.draft(), request.durability());
        } catch (RuntimeException e) {
            started = CompletableFuture.failedFuture(e);
        }
        return started.whenComplete((published, failure) -> underWay.decrementAndGet());
    }

    private CompletionStage<Published> outcome(PublishRequest request, CompletionStage<Published> started) {
        return started.handle((published, failure) -> {
            if (failure != null) {
                throw new ProblemException(problem(request, failure), failure);
            }
            return published;
        });
    }

    private Problem problem(PublishRequest request, Throwable failure) {
        Throwable cause = causeOf(failure);
        if (cause instanceof IllegalArgumentException) {
            boolean isLarge = request.draft().payload().size() > LARGE;
            return isLarge
                    ? Problem.of(413, "PAYLOAD_TOO_LARGE", String.valueOf(cause.getMessage()))
                    : Problem.of(400, "INVALID_REQUEST", String.valueOf(cause.getMessage()));
        }
        String reason = cause instanceof TimeoutException ? "no acknowledgement in time" : String.valueOf(cause);
        tell(reason);
        return Problem.unavailable(
                "BROKER_UNAVAILABLE", "The broker did not acknowledge the event; it may have been stored. Try again.");
    }

    /** Once a second at most: while the broker is away there would be a line for each event. */
    private void tell(String reason) {
        long now = System.nanoTime();
        long before = lastTold.get();
        if (now - before > SECONDS.toNanos(1) && lastTold.compareAndSet(before, now)) {
            LOG.warnf("Publish failed and was answered with 503; others may have, too. reason=%s", reason);
        }
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
