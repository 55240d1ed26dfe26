package dev.eventbus.it.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One application of the platform as a process of its own.
 *
 * <p>Methods may be called from any thread, one at a time.
 */
public final class Application implements Part {

    private static final Duration STOP_DEADLINE = Duration.ofSeconds(20);

    private final AppSpec spec;
    private final Pids pids;
    private @Nullable Process process;

    Application(AppSpec spec, Pids pids) {
        this.spec = spec;
        this.pids = pids;
    }

    /** Where it serves, {@code http://localhost:8080}. */
    public String url() {
        return spec.url();
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public OptionalLong pid() {
        return process == null ? OptionalLong.empty() : OptionalLong.of(process.pid());
    }

    @Override
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Starts the process and returns at once. */
    public void start() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                        java.toString(), "-Xmx512m", "-jar", spec.jar().toString())
                .directory(spec.logs().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        builder.environment().putAll(spec.environment());
        try {
            process = builder.start();
            pids.add(name(), process);
        } catch (IOException e) {
            throw new StackException("Could not start " + name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Blocks until the application says it is ready.
     *
     * @throws StackException with the end of its log when it ends before or is not ready in time
     */
    public void awaitReady(Duration deadline) {
        Health health = new Health(url() + "/healthz");
        if (!health.becomesGreen(this::isAlive, deadline)) {
            String what = isAlive() ? "was not ready after " + deadline.toSeconds() + " s" : "ended while starting";
            throw new StackException("%s %s. Health: %s%nThe end of %s:%n%s"
                    .formatted(name(), what, health.lastAnswer(), spec.log(), LogFile.tail(spec.log())));
        }
    }

    /** Ends the process as {@code kill -9} does. */
    public void kill() {
        if (process != null) {
            endsWithin(process.destroyForcibly(), STOP_DEADLINE);
        }
    }

    /** Has the process stand still, connected and deaf, as one that gets no processor does. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets a frozen process go on. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(pid().orElseThrow()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new StackException("Could not send " + name + " to " + name() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroy();
            if (!endsWithin(process, STOP_DEADLINE)) {
                kill();
            }
        }
    }

    private static boolean endsWithin(Process process, Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
