package dev.eventbus.nats.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Options of a {@link NatsServer}: by default any free ports, a temporary store, the binary that is found. */
public final class NatsServerBuilder {

    private int port;
    private int monitorPort;
    private @Nullable Path storeDir;
    private @Nullable Path binary;
    private boolean stoppedByCaller;
    private String moreConfiguration = "";

    NatsServerBuilder() {}

    /** The client port; 0 picks a free one. */
    public NatsServerBuilder port(int port) {
        this.port = port;
        return this;
    }

    /** The HTTP monitoring port; 0 picks a free one. */
    public NatsServerBuilder monitorPort(int monitorPort) {
        this.monitorPort = monitorPort;
        return this;
    }

    /** Where streams are stored; kept by {@link NatsServer#close()}. Without it, a temporary folder that is deleted. */
    public NatsServerBuilder storeDir(Path storeDir) {
        this.storeDir = storeDir.toAbsolutePath();
        return this;
    }

    /** The nats-server to run instead of the one {@link NatsServerBinary#find()} finds. */
    public NatsServerBuilder binary(Path binary) {
        this.binary = binary;
        return this;
    }

    /** Lines to add to the configuration file, such as {@code authorization}. */
    public NatsServerBuilder configuration(String lines) {
        this.moreConfiguration = lines;
        return this;
    }

    /** Leaves the end of the JVM to the caller, who has to close the server in an order of its own. */
    public NatsServerBuilder stoppedByCaller() {
        this.stoppedByCaller = true;
        return this;
    }

    /**
     * Starts the server and waits until it is ready.
     *
     * @throws NatsServerException when it is not ready in time; the message holds the end of its log
     */
    public NatsServer start() {
        NatsServer server = new NatsServer(settings());
        if (!stoppedByCaller) {
            server.closeWithThisJvm();
        }
        server.start(true);
        return server;
    }

    private NatsServerSettings settings() {
        Path store = storeDir;
        return new NatsServerSettings(
                binary == null ? NatsServerBinary.find() : binary,
                port == 0 ? NatsServerSettings.freePort() : port,
                monitorPort == 0 ? NatsServerSettings.freePort() : monitorPort,
                folder(store),
                store == null,
                moreConfiguration);
    }

    private static Path folder(@Nullable Path wanted) {
        try {
            return wanted == null ? Files.createTempDirectory("nats-store") : Files.createDirectories(wanted);
        } catch (IOException e) {
            throw new NatsServerException("Could not create the store folder " + wanted + ": " + e.getMessage(), e);
        }
    }
}
