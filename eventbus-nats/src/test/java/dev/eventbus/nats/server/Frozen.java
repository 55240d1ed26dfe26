package dev.eventbus.nats.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Waits until every thread of a process has stopped: a signal is only on its way when {@code kill} returns. */
final class Frozen {
    private static final Duration BETWEEN = Duration.ofMillis(1);

    private Frozen() {}

    /** Returns at once where the system has no {@code /proc}. */
    static void await(long pid, Duration deadline) {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        long end = System.nanoTime() + deadline.toNanos();
        while (Files.isDirectory(threads) && !allStopped(threads)) {
            if (System.nanoTime() - end > 0) {
                throw new NatsServerException("Process " + pid + " did not stop within " + deadline, null);
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private static boolean allStopped(Path threads) {
        try (Stream<Path> all = Files.list(threads)) {
            return all.allMatch(Frozen::isStopped);
        } catch (IOException e) {
            return false;
        }
    }

    /** The state is the letter behind the name, which stands in parentheses and may hold any character. */
    private static boolean isStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.startsWith("T", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return true; // the thread ended meanwhile
        }
    }
}
