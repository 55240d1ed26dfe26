package dev.eventbus.forwarder.admin;

import dev.eventbus.forwarder.forward.Forwarder;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The forwarder at work, for whatever reports on it or steers it. */
@Singleton
public class CurrentForwarder {
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

    private volatile boolean stopped;

    /** Closes the forwarder at once if the process is being stopped already. */
    public void set(Running started) {
        running.set(started);
        // Races with stop(): each side writes first and looks at the other's field then.
        if (stopped) {
            started.forwarder().close();
        }
    }

    /** Before anything it needs is taken down: the main thread learns of the end at the same time as the rest does. */
    void stop(@Observes ShutdownEvent end) {
        stopped = true;
        running().map(Running::forwarder).ifPresent(Forwarder::close);
    }

    /** Empty until the configuration has been read. */
    private Optional<Running> running() {
        return Optional.ofNullable(running.get());
    }

    /** Empty until the configuration has been read. */
    Optional<Forwarder> get() {
        return running().map(Running::forwarder);
    }

    /** @throws ProblemException until the configuration has been read */
    Running require() {
        return running()
                .orElseThrow(() -> new ProblemException(
                        Problem.of(503, "STARTING", "The forwarder has not read its configuration yet; try again.")));
    }
}
