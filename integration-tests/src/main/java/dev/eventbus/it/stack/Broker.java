package dev.eventbus.it.stack;

import dev.eventbus.nats.server.NatsServer;
import dev.eventbus.nats.server.NatsServerException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The NATS server of the stack: one it starts, or the one that NATS_URL names. */
public final class Broker implements Part {

    private final String url;
    private final Optional<NatsServer> server;

    private Broker(String url, Optional<NatsServer> server) {
        this.url = url;
        this.server = server;
    }

    static boolean isGiven(Map<String, String> environment) {
        return !environment.getOrDefault("NATS_URL", "").isBlank();
    }

    static Broker given(Map<String, String> environment) {
        return new Broker(environment.getOrDefault("NATS_URL", ""), Optional.empty());
    }

    static Broker start(StackFolders folders, Ports ports, Pids pids) {
        try {
            NatsServer server = NatsServer.builder()
                    .port(ports.of(Listener.NATS))
                    .monitorPort(ports.of(Listener.NATS_MONITOR))
                    .storeDir(folders.data().resolve("nats"))
                    .stoppedByCaller()
                    .start();
            pids.add("nats", server.pid());
            return new Broker("nats://localhost:" + server.port(), Optional.of(server));
        } catch (NatsServerException e) {
            throw new StackException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What clients connect to. */
    public String url() {
        return url;
    }

    /** The monitoring address, for a server of our own. */
    public Optional<String> monitor() {
        return server.map(own -> "http://localhost:" + own.monitorPort());
    }

    /** The process behind it, for tests that kill or freeze it; empty for an existing server. */
    public Optional<NatsServer> server() {
        return server;
    }

    @Override
    public String name() {
        return "nats";
    }

    @Override
    public OptionalLong pid() {
        return server.map(own -> OptionalLong.of(own.pid())).orElseGet(OptionalLong::empty);
    }

    @Override
    public boolean isAlive() {
        return server.map(NatsServer::isAlive).orElse(true);
    }

    @Override
    public void close() {
        server.ifPresent(NatsServer::close);
    }
}
