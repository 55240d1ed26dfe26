package dev.eventbus.it.stack;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Tells once when a part has ended; the others go on. */
final class Watch {

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final List<Part> parts;
    private final Consumer<String> console;
    private final Set<String> ended = new HashSet<>();

    Watch(List<Part> parts, Consumer<String> console) {
        this.parts = parts;
        this.console = console;
    }

    void untilInterrupted() {
        try {
            while (true) {
                Thread.sleep(BETWEEN);
                parts.stream()
                        .filter(part -> !part.isAlive() && ended.add(part.name()))
                        .forEach(part ->
                                console.accept(part.name() + " ended; the others go on. Its log is in .run/logs. "
                                        + "Start all of them again with: ./run --stop && ./run"));
            }
        } catch (InterruptedException e) {
            // Being asked to stop is how watching ends.
        }
    }
}
