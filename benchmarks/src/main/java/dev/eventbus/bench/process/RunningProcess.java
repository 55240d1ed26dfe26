package dev.eventbus.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that is measured, and what the system (Linux) says of it. */
public final class RunningProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final double TICKS_PER_SECOND = 100;

    private final Process process;
    private final Path folder;

    private RunningProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Further options for its Java, as for a flight recording: {@code -Dbench.jvm="..."}. */
    public static RunningProcess start(ProcessBuilder command, Path folder) throws IOException {
        command.environment().put("JDK_JAVA_OPTIONS", System.getProperty("bench.jvm", ""));
        Process process = command.redirectErrorStream(true)
                .redirectOutput(output(folder).toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new RunningProcess(process, folder);
    }

    private static Path output(Path folder) {
        return folder.resolve("output.log");
    }

    /** What it had to say, if it ended by itself. */
    public void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("It ended: " + output());
        }
    }

    public String output() throws IOException {
        return Files.readString(output(folder));
    }

    /** Processor time up to now; 0 where the system does not say. */
    public double cpuSeconds() throws IOException {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        // The name of the process, in parentheses, may hold spaces.
        String text = Files.readString(stat);
        String[] words = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(words[11]) + Long.parseLong(words[12])) / TICKS_PER_SECOND;
    }

    /** The most memory it had up to now, in MB; 0 where the system does not say. */
    public double peakMegabytes() throws IOException {
        return megabytes("VmHWM:");
    }

    /** The memory it has now, in MB; 0 where the system does not say. */
    public double residentMegabytes() throws IOException {
        return megabytes("VmRSS:");
    }

    private double megabytes(String name) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .findFirst()
                    .orElse(0);
        }
    }

    /** Asks it to end and waits until it has. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
        if (System.getProperty("bench.keep") == null) {
            Files.deleteIfExists(folder.resolve("bench.yml"));
            Files.deleteIfExists(output(folder));
            Files.deleteIfExists(folder);
        }
    }
}
