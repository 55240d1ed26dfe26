package dev.eventbus.nats.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/**
 * How one server is started; made by {@link NatsServer#builder()}.
 *
 * @param temporaryStore whether the store belongs to this server alone and goes with it
 * @param moreConfiguration lines in the server's own language, or nothing
 */
record NatsServerSettings(
        Path binary, int port, int monitorPort, Path storeDir, boolean temporaryStore, String moreConfiguration) {

    /**
     * The server's configuration file.
     *
     * <p>max_payload is above the 1 MiB a publisher may send, because the envelope around it also needs room.
     */
    String configuration() {
        return """
            listen: "127.0.0.1:%d"
            http: "127.0.0.1:%d"
            max_payload: 4MB
            log_file: "%s"
            log_size_limit: 20MB
            jetstream { store_dir: "%s" }
            %s
            """.formatted(port, monitorPort, escaped(log()), escaped(storeDir), moreConfiguration);
    }

    Path log() {
        return storeDir.resolve("nats-server.log");
    }

    /** What the process printed before it had a log, such as a refused configuration. */
    Path console() {
        return storeDir.resolve("nats-server.console");
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new NatsServerException("No free port on this machine: " + e.getMessage(), e);
        }
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
