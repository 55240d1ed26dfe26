package dev.eventbus.forwarder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A webhook endpoint on bare sockets that behaves badly once it has read the head of a request. */
final class BadSink implements AutoCloseable {
    interface Behaviour {
        void answer(Socket socket, OutputStream out) throws Exception;
    }

    final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Behaviour behaviour;

    private BadSink(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
    }

    static BadSink start(Behaviour behaviour) throws IOException {
        BadSink sink = new BadSink(behaviour);
        Thread.ofVirtual().start(sink::accept);
        return sink;
    }

    static BadSink hanging() throws IOException {
        return start((socket, out) -> new CountDownLatch(1).await());
    }

    /** A byte every now and then, after the text given. */
    static BadSink dripping(String text) throws IOException {
        return start((socket, out) -> {
            write(out, text);
            while (!new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)) {
                write(out, "x");
            }
        });
    }

    /** RST, after the text given. */
    static BadSink resetting(String text) throws IOException {
        return start((socket, out) -> {
            write(out, text);
            socket.setSoLinger(true, 0);
            socket.close();
        });
    }

    static BadSink redirecting(int status, String location) throws IOException {
        return start((socket, out) -> {
            write(out, "HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
            socket.close();
        });
    }

    /** A gigabyte of answer. */
    static BadSink flooding(int status) throws IOException {
        return start((socket, out) -> {
            write(out, "HTTP/1.1 " + status + " Much\r\nContent-Length: " + (1 << 30) + "\r\n\r\n");
            byte[] block = new byte[1 << 16];
            for (int sent = 0; sent < 1 << 30; sent += block.length) {
                out.write(block);
            }
        });
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private void serve(Socket socket) {
        try {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            behaviour.answer(socket, socket.getOutputStream());
        } catch (Exception gone) {
            // the client closed, or the test wanted it so
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
