package dev.eventbus.nats.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three nats-servers that form a cluster, so that streams can have three replicas. Methods may be called from any
 * thread, one at a time.
 */
public final class NatsCluster implements AutoCloseable {

    private static final int SIZE = 3;

    private final List<NatsServer> nodes;

    private NatsCluster(List<NatsServer> nodes) {
        this.nodes = nodes;
    }

    /** Returns when every node is healthy, which takes an elected leader. */
    public static NatsCluster start() {
        Path binary = NatsServerBinary.find();
        List<Integer> ports = IntStream.range(0, SIZE)
                .mapToObj(i -> NatsServerSettings.freePort())
                .toList();
        // One alone never becomes healthy: they have to come up together.
        List<CompletableFuture<NatsServer>> starting = IntStream.range(0, SIZE)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> node(i, binary, ports), Thread::startVirtualThread))
                .toList();
        List<NatsServer> nodes = new ArrayList<>();
        try {
            starting.forEach(node -> nodes.add(node.join()));
            return new NatsCluster(nodes);
        } catch (CompletionException e) {
            starting.forEach(node -> node.thenAccept(NatsServer::close));
            throw e;
        }
    }

    private static NatsServer node(int i, Path binary, List<Integer> ports) {
        return NatsServer.builder()
                .binary(binary)
                .configuration(configuration(i, ports))
                .start();
    }

    private static String configuration(int i, List<Integer> ports) {
        String routes =
                ports.stream().map(port -> "\"nats://127.0.0.1:" + port + "\"").collect(Collectors.joining(", "));
        return """
            server_name: "%s"
            cluster { name: "test", listen: "127.0.0.1:%d", routes: [%s] }
            """.formatted(name(i), ports.get(i), routes);
    }

    private static String name(int i) {
        return "node-" + i;
    }

    /** What a client connects to: all nodes, comma-separated. */
    public String url() {
        return nodes.stream().map(NatsServer::url).collect(Collectors.joining(","));
    }

    public List<NatsServer> nodes() {
        return List.copyOf(nodes);
    }

    /** The node of that name, as JetStream tells it for leaders. */
    public NatsServer node(String name) {
        return IntStream.range(0, SIZE)
                .filter(i -> name(i).equals(name))
                .mapToObj(nodes::get)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no node " + name));
    }

    /** Starts every node that is down and waits until it is healthy. */
    public void restartDead() {
        List<CompletableFuture<Void>> restarts = nodes.stream()
                .filter(node -> !node.isAlive())
                .map(node -> CompletableFuture.runAsync(node::restart, Thread::startVirtualThread))
                .toList();
        restarts.forEach(CompletableFuture::join);
    }

    @Override
    public void close() {
        // All at once: what is left alone tries for seconds to hand its leaderships over.
        List<CompletableFuture<Void>> closing = nodes.stream()
                .map(node -> CompletableFuture.runAsync(node::close, Thread::startVirtualThread))
                .toList();
        closing.forEach(CompletableFuture::join);
    }
}
