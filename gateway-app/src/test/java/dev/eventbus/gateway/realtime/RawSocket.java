package dev.eventbus.gateway.realtime;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that says what no sound client would, and reads only when it is asked to. */
final class RawSocket implements AutoCloseable {
    /** Of {@link #closeCode} when the line was cut without a close frame. */
    static final int CUT = -1;

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket = new Socket();
    private final DataInputStream in;

    private RawSocket(int port, String token) throws IOException {
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        String handshake = "GET /ws/workspaces/demo HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: bearer." + token + "\r\n\r\n";
        socket.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
        in = new DataInputStream(socket.getInputStream());
        String answer = "";
        while (!answer.endsWith("\r\n\r\n")) {
            answer += (char) in.readUnsignedByte();
        }
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError(answer);
        }
    }

    static RawSocket open(int port, String token) throws IOException {
        return new RawSocket(port, token);
    }

    /** A whole text frame. */
    void say(String text) throws IOException {
        send(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A masked frame whose first byte may be anything. */
    void send(int firstByte, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.write(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % 4]);
        }
        sendRaw(frame.toByteArray());
    }

    void sendRaw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads on to the close frame and gives its code, {@link #CUT} if the line was cut before. */
    int closeCode() throws IOException {
        try {
            byte[] payload = next(CLOSE);
            return payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        } catch (java.io.EOFException | SocketException e) {
            return CUT;
        }
    }

    /** Reads on to the next text frame. */
    String hear() throws IOException {
        return new String(next(TEXT), StandardCharsets.UTF_8);
    }

    private byte[] next(int opcode) throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            long size = length == 127 ? in.readLong() : length == 126 ? in.readUnsignedShort() : length;
            byte[] payload = in.readNBytes((int) size);
            if ((first & 0x0f) == opcode) {
                return payload;
            }
        }
    }

    /** How many bytes come before the line is cut. */
    int rest() throws IOException {
        try {
            return in.readAllBytes().length;
        } catch (SocketException e) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
