package dev.eventbus.webhook;

import io.vertx.core.net.JksOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Answers 200 over TLS as {@code tls.example}, after waiting before each handshake. */
final class TlsEndpoint implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Path store;
    private final SSLContext context;
    private final long millisBeforeHandshake;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    private TlsEndpoint(Path store, SSLContext context, long millisBeforeHandshake) throws IOException {
        this.store = store;
        this.context = context;
        this.millisBeforeHandshake = millisBeforeHandshake;
    }

    static TlsEndpoint start(Path folder, long millisBeforeHandshake) throws Exception {
        Path store = keyStore(folder);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        TlsEndpoint endpoint = new TlsEndpoint(store, context, millisBeforeHandshake);
        Thread.ofVirtual().start(endpoint::accept);
        return endpoint;
    }

    private static Path keyStore(Path folder) throws Exception {
        Path store = folder.resolve("tls.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        (keytool + " -genkeypair -alias tls -keyalg EC -dname CN=tls.example -ext san=dns:tls.example"
                                        + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore " + store)
                                .split(" "))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        return store;
    }

    /** What a client needs to trust it. */
    JksOptions trust() {
        return new JksOptions().setPath(store.toString()).setPassword(PASSWORD);
    }

    String url() {
        return "https://tls.example:" + server.getLocalPort() + "/";
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private void serve(Socket socket) {
        try {
            new CountDownLatch(1).await(millisBeforeHandshake, TimeUnit.MILLISECONDS);
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true)) {
                byte[] buffer = new byte[8_192];
                for (int read = tls.getInputStream().read(buffer);
                        read >= 0;
                        read = tls.getInputStream().read(buffer)) {
                    if (new String(buffer, 0, read, StandardCharsets.US_ASCII).endsWith("}")) {
                        tls.getOutputStream().write(OK);
                    }
                }
            }
        } catch (IOException | InterruptedException gone) {
            // the client closed
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
