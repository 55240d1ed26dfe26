package dev.eventbus.gateway;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Lets requests in flight finish before anything they use is stopped. The server's own way of waiting is off: it counts
 * a WebSocket as a request without end, and so never stops in time once there was one.
 */
@ApplicationScoped
class OpenRequests {
    private static final Logger LOG = Logger.getLogger(OpenRequests.class);
    private static final int BEFORE_EVERYTHING = -2_000_000;
    private static final Duration SEEN_NOT_READY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long LOOK_AGAIN_MILLIS = 20;

    private final AtomicInteger open = new AtomicInteger();

    void install(@Observes Router router) {
        router.route().order(BEFORE_EVERYTHING).handler(this::count);
    }

    /**
     * While this waits the gateway is not ready but still serves; the server is closed right after it. Last of the
     * observers, so that clients have been told to go elsewhere.
     */
    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownDelayInitiatedEvent stopping) throws InterruptedException {
        Thread.sleep(SEEN_NOT_READY);
        if (!finishWithin(PATIENCE)) {
            LOG.warnf("Requests were cut off because they did not finish in time. count=%d", open.get());
        }
    }

    private void count(RoutingContext context) {
        if (!"websocket".equalsIgnoreCase(context.request().getHeader("Upgrade"))) {
            AtomicBoolean isOpen = new AtomicBoolean(true);
            Handler<Object> end = done -> {
                if (isOpen.compareAndSet(true, false)) {
                    closed();
                }
            };
            opened();
            // Either alone misses some: the second is replaced by whoever sets the response's own handler.
            context.addBodyEndHandler(end::handle);
            context.addEndHandler(end::handle);
        }
        context.next();
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    /** Waits until no request is open; returns whether that came to be. */
    boolean finishWithin(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (open.get() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return open.get() == 0;
    }
}
