package dev.eventbus.it.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The WebDriver commands of a Firefox over the protocol it speaks itself, so that none of its drivers is needed, which
 * Debian does not have: {@code length:[0, id, command, parameters]}, answered by {@code length:[1, id, error, result]}.
 */
final class Marionette implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket;
    private final InputStream in;
    private int commands;

    /** Blocks until Firefox has introduced itself. */
    Marionette(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
        read();
        run("WebDriver:NewSession", Map.of());
    }

    /** Throws if it fails. Blocks until it is done. */
    JsonNode run(String command, Map<String, ?> parameters) {
        try {
            int id = ++commands;
            byte[] text = JSON.writeValueAsBytes(List.of(0, id, command, parameters));
            socket.getOutputStream().write((text.length + ":").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(text);
            JsonNode answer = read();
            if (answer.path(1).asInt() != id || !answer.path(2).isNull()) {
                throw new AssertionError(command + " " + parameters + " was answered " + answer);
            }
            return answer.path(3);
        } catch (IOException e) {
            throw new UncheckedIOException(command, e);
        }
    }

    private JsonNode read() throws IOException {
        int length = 0;
        for (int sign = in.read(); sign != ':'; sign = in.read()) {
            if (!Character.isDigit(sign)) {
                throw new IOException("Firefox has ended, or speaks another protocol");
            }
            length = length * 10 + Character.digit(sign, 10);
        }
        return JSON.readTree(in.readNBytes(length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
