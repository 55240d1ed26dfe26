package dev.eventbus.it.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The port of each listener: from its variable, 0 meaning a free one, and none of them taken by anybody else. */
record Ports(Map<Listener, Integer> numbers) {

    private static final int HIGHEST = 65_535;

    /** Below those that systems give to outgoing connections: none of these can take a port that is chosen but not yet used. */
    private static final int LOWEST_FREE = 12_000;

    private static final int HIGHEST_FREE = 32_000;
    private static final int TRIES = 100;

    int of(Listener listener) {
        Integer port = numbers.get(listener);
        if (port == null) {
            throw new IllegalArgumentException("No port for " + listener + ": an existing server is used");
        }
        return port;
    }

    /**
     * Decides and tries every port before anything is started.
     *
     * @throws StackException naming the variable of a port that is taken or no number
     */
    static Ports choose(Set<Listener> wanted, Map<String, String> environment) {
        Map<Listener, Integer> chosen = new EnumMap<>(Listener.class);
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (Listener listener : wanted) {
                // Held until all are chosen: two free ports must not be the same one.
                ServerSocket socket = bind(listener, number(listener, environment));
                held.add(socket);
                chosen.put(listener, socket.getLocalPort());
            }
            return new Ports(Map.copyOf(chosen));
        } finally {
            held.forEach(Ports::release);
        }
    }

    /** A port that nobody listens at now. */
    static int free() {
        ServerSocket socket = bind(Listener.GATEWAY, 0);
        release(socket);
        return socket.getLocalPort();
    }

    private static ServerSocket bind(Listener listener, int port) {
        for (int i = 0; port == 0 && i < TRIES; i++) {
            try {
                return bind(ThreadLocalRandom.current().nextInt(LOWEST_FREE, HIGHEST_FREE));
            } catch (IOException e) {
                continue; // somebody listens there
            }
        }
        try {
            return bind(port);
        } catch (IOException e) {
            throw new StackException(
                    "Port %d (%s) is taken. Stop what uses it, or choose another one: %s=0 picks a free port."
                            .formatted(port, listener.variable(), listener.variable()),
                    e);
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true); // a port whose last connection is only fading is free
            socket.bind(new InetSocketAddress(port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static int number(Listener listener, Map<String, String> environment) {
        String text = environment.getOrDefault(listener.variable(), "").strip();
        try {
            int port = text.isEmpty() ? listener.usual() : Integer.parseInt(text);
            if (port >= 0 && port <= HIGHEST) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a number outside the range is.
        }
        throw new StackException("%s must be a port from 0 to 65535, was \"%s\".".formatted(listener.variable(), text));
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new StackException("Could not release port " + socket.getLocalPort(), e);
        }
    }
}
