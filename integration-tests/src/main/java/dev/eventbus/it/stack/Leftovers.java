package dev.eventbus.it.stack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends the processes of a stack from outside: the launcher when it lives, else each process it left behind. */
final class Leftovers {

    static final String LAUNCHER = "launcher";

    private static final Duration LAUNCHER_DEADLINE = Duration.ofSeconds(90);
    private static final Duration PROCESS_DEADLINE = Duration.ofSeconds(20);

    private final Pids pids;

    Leftovers(Pids pids) {
        this.pids = pids;
    }

    Optional<Pids.Entry> launcher() {
        return pids.alive().stream()
                .filter(entry -> entry.name().equals(LAUNCHER))
                .findFirst();
    }

    /** Ends all of them and says how many there were. */
    int end() {
        List<Pids.Entry> running = pids.alive();
        launcher().ifPresent(entry -> end(entry, LAUNCHER_DEADLINE));
        // What the launcher could not stop, the servers last.
        pids.alive().reversed().forEach(entry -> end(entry, PROCESS_DEADLINE));
        pids.clear();
        return running.size();
    }

    private static void end(Pids.Entry entry, Duration deadline) {
        ProcessHandle.of(entry.pid()).ifPresent(process -> {
            // On this signal PostgreSQL waits for its clients to leave; they were ended before it.
            process.destroy();
            if (!endsWithin(process, deadline)) {
                process.destroyForcibly();
            }
        });
    }

    private static boolean endsWithin(ProcessHandle process, Duration deadline) {
        try {
            process.onExit().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
