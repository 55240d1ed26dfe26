package dev.eventbus.nats.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One real nats-server process with JetStream on a file store, listening on 127.0.0.1.
 *
 * <p>Ends with {@link #close()}, at the latest with this JVM unless built otherwise. Methods may be called from any thread, one at a time.
 */
public final class NatsServer implements AutoCloseable {

    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

    private final NatsServerSettings settings;
    private final Thread lastResort = new Thread(this::kill, "nats-server-last-resort");
    private @Nullable Process process;

    NatsServer(NatsServerSettings settings) {
        this.settings = settings;
    }

    /** A server on free ports with a temporary store. */
    public static NatsServer start() {
        return builder().start();
    }

    public static NatsServerBuilder builder() {
        return new NatsServerBuilder();
    }

    /** What a client connects to, {@code nats://127.0.0.1:4222}. */
    public String url() {
        return "nats://127.0.0.1:" + port();
    }

    public int port() {
        return settings.port();
    }

    public int monitorPort() {
        return settings.monitorPort();
    }

    public Path storeDir() {
        return settings.storeDir();
    }

    /** The process id; of the last process when the server is down. */
    public long pid() {
        return running().pid();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends the process as {@code kill -9} does; the store is kept for {@link #restart()}. */
    public void kill() {
        if (process != null) {
            await(process.destroyForcibly());
        }
    }

    /** Starts the server again on the same ports and store, stopping it before where it runs. */
    public void restart() {
        stop();
        start(false);
    }

    /** Freezes the process (SIGSTOP): connections stay open, nothing answers once this has returned. */
    public void suspend() {
        signal("-STOP");
        Frozen.await(pid(), STOP_DEADLINE);
    }

    /** Lets a suspended process go on. */
    public void resume() {
        signal("-CONT");
    }

    /** Stops the server and deletes its store when that is temporary. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) {
            // The JVM is already on its way out and runs the hook itself.
        }
        deleteTemporaryStore();
    }

    void closeWithThisJvm() {
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    void start(boolean first) {
        try {
            Path configuration = settings.storeDir().resolve("nats-server.conf");
            Files.writeString(configuration, settings.configuration());
            process = new ProcessBuilder(settings.binary().toString(), "-c", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(settings.console().toFile())
                    .start();
            Readiness.await(running(), settings);
        } catch (IOException e) {
            NatsServerException failure = NatsServerException.notStarted(settings, e);
            kill();
            if (first) {
                close();
            }
            throw failure;
        }
    }

    private void stop() {
        if (isAlive()) {
            resume(); // a frozen process would not see the request to end
            running().destroy();
            if (!await(running())) {
                kill();
            }
        }
    }

    private void signal(String signal) {
        Command.run(settings.storeDir(), STOP_DEADLINE, List.of("kill", signal, Long.toString(pid())));
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("The server was never started");
        }
        return process;
    }

    private void deleteTemporaryStore() {
        if (settings.temporaryStore()) {
            try {
                Folders.delete(settings.storeDir());
            } catch (IOException e) {
                throw new NatsServerException("Could not delete the store " + settings.storeDir(), e);
            }
        }
    }

    private static boolean await(Process process) {
        try {
            return process.waitFor(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
