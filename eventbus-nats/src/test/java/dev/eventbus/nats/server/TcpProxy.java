package dev.eventbus.nats.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A line between a client and a server that can be cut, slowed down, or go dead: a dead one stays open and carries
 * nothing, as when a firewall forgets a connection. Methods may be called from any thread.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER = 16_384;

    private final ServerSocket listening;
    private final int target;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Duration delay = Duration.ZERO;

    private TcpProxy(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /** Listens on a free port of this machine and passes everything on to the server. */
    public static TcpProxy before(NatsServer server) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server.port());
            Thread.ofVirtual().name("proxy-accept").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new NatsServerException("Could not open a proxy: " + e.getMessage(), e);
        }
    }

    /** What a client connects to. */
    public String url() {
        return "nats://127.0.0.1:" + listening.getLocalPort();
    }

    /** Breaks the lines there are now; new ones can be made. */
    public void cut() {
        lines.forEach(Line::close);
        lines.clear();
    }

    /** The lines there are now carry nothing any more, in neither direction; new ones work. */
    public void goDead() {
        lines.forEach(line -> line.dead = true);
    }

    /** Holds back everything for so long from now on. */
    public void delay(Duration delay) {
        this.delay = delay;
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Line line = new Line(listening.accept(), new Socket());
                lines.add(line);
                line.open();
            }
        } catch (IOException e) {
            cut(); // closed
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listening.close();
        } catch (IOException e) {
            throw new NatsServerException("Could not close a proxy", e);
        } finally {
            cut();
        }
    }

    /** One connection of a client, and the one to the server that belongs to it. */
    private final class Line {
        private final Socket client;
        private final Socket server;
        private volatile boolean dead;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void open() {
            try {
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 1_000);
                Thread.ofVirtual().name("proxy-out").start(() -> pass(client, server));
                Thread.ofVirtual().name("proxy-back").start(() -> pass(server, client));
            } catch (IOException e) {
                close(); // the server is down
            }
        }

        private void pass(Socket from, Socket to) {
            byte[] buffer = new byte[BUFFER];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    hold();
                    if (!dead) {
                        out.write(buffer, 0, read);
                    }
                }
            } catch (IOException e) {
                // one end is gone; the other follows
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!dead) {
                close();
            }
        }

        private void hold() throws InterruptedException {
            if (delay.isPositive()) {
                var unused = closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        void close() {
            for (Socket socket : List.of(client, server)) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // it was broken already
                }
            }
        }
    }
}
