package dev.eventbus.it.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * A file of the processes that were started, so that a later command can end them even after this one was killed.
 *
 * <p>Each line is name, id and start time: a process id alone may meanwhile belong to somebody else.
 */
record Pids(Path file) {

    void add(String name, Process process) {
        add(name, process.pid());
    }

    synchronized void add(String name, long pid) {
        ProcessHandle.of(pid).ifPresent(process -> append(name + " " + pid + " " + started(process)));
    }

    /** Those of the listed processes that still run, in the order they were started. */
    List<Entry> alive() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .map(line -> line.split(" "))
                            .filter(words -> words.length == 3)
                            .map(words -> new Entry(words[0], Long.parseLong(words[1]), words[2]))
                            .filter(Entry::isAlive)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new StackException("Could not read " + file + ": " + e.getMessage(), e);
        }
    }

    void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StackException("Could not delete " + file + ": " + e.getMessage(), e);
        }
    }

    private void append(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StackException("Could not write " + file + ": " + e.getMessage(), e);
        }
    }

    /** One process, as written down. */
    record Entry(String name, long pid, String startedAt) {

        boolean isAlive() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> started(process).equals(startedAt))
                    .isPresent();
        }
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
