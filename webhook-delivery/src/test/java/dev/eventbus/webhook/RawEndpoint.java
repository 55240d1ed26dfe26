package dev.eventbus.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP endpoint on bare sockets, so that a test can misbehave byte by byte. */
final class RawEndpoint implements AutoCloseable {
    /** What to do once a request has been read. */
    interface Behaviour {
        void answer(Socket socket, OutputStream out) throws Exception;
    }

    record Received(String head, String body) {}

    final List<Received> received = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final Behaviour behaviour;

    private RawEndpoint(ServerSocket server, Behaviour behaviour) {
        this.server = server;
        this.behaviour = behaviour;
    }

    static RawEndpoint start(Behaviour behaviour) throws IOException {
        return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
    }

    /** Reached by every address of this machine, IPv4 and IPv6. */
    static RawEndpoint statusOnEveryAddress(int status) throws IOException {
        byte[] answer =
                ("HTTP/1.1 " + status + " Whatever\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        return start(new ServerSocket(0), (socket, out) -> out.write(answer));
    }

    private static RawEndpoint start(ServerSocket socket, Behaviour behaviour) {
        RawEndpoint endpoint = new RawEndpoint(socket, behaviour);
        Thread.ofVirtual().start(endpoint::accept);
        return endpoint;
    }

    static RawEndpoint answering(String... lines) throws IOException {
        byte[] answer = String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
        return start((socket, out) -> out.write(answer));
    }

    /** Answers with a status, a body and the headers given, and keeps the connection. */
    static RawEndpoint status(int status, String body, String... headers) throws IOException {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return answering("HTTP/1.1 " + status + " Whatever", more + "Content-Length: " + body.length(), "", body);
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook?key=value";
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
            InputStream in = socket.getInputStream();
            while (true) {
                String head = head(in);
                String length = head.lines()
                        .filter(line -> line.toLowerCase().startsWith("content-length:"))
                        .findFirst()
                        .orElse("content-length: 0");
                byte[] body =
                        in.readNBytes(Integer.parseInt(length.substring(15).strip()));
                received.add(new Received(head, new String(body, StandardCharsets.UTF_8)));
                behaviour.answer(socket, socket.getOutputStream());
                socket.getOutputStream().flush();
            }
        } catch (Exception gone) {
            // the client closed, or the test wanted it so
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
