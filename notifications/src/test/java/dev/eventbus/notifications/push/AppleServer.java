package dev.eventbus.notifications.push;

import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.eatthepath.pushy.apns.server.PushNotificationHandler;
import com.eatthepath.pushy.apns.server.RejectedNotificationException;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Pushy's double of Apple's service, on real HTTP/2 over TLS; answers as it is told. */
final class AppleServer implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final MockApnsServer server;
    private final int port;
    private final SSLContext trust;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile PushNotificationHandler handler = (headers, body) -> {};

    record Received(Http2Headers headers, String body) {
        String header(String name) {
            CharSequence value = headers.get(name);
            return value == null ? "" : value.toString();
        }
    }

    private AppleServer(KeyStore store) throws Exception {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        trust = SSLContext.getInstance("TLS");
        trust.init(null, trusted.getTrustManagers(), null);
        PrivateKey key = (PrivateKey) store.getKey("apns", PASSWORD.toCharArray());
        // Of its two handlers not the one that checks tokens: it takes signatures of a form that Apple does not.
        server = new MockApnsServerBuilder()
                .setServerCredentials(new X509Certificate[] {(X509Certificate) store.getCertificate("apns")}, key, null)
                .setUseAlpn(true)
                .setHandlerFactory(session -> this::handle)
                .build();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server.start(port).get();
    }

    static AppleServer start(Path folder) throws Exception {
        Path file = folder.resolve("apns.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder((keytool
                                + " -genkeypair -alias apns -keyalg EC -dname CN=localhost -ext san=dns:localhost"
                                + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore " + file)
                        .split(" "))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        // A key with its certificate is not trusted by itself.
        store.setCertificateEntry("trusted", store.getCertificate("apns"));
        return new AppleServer(store);
    }

    private void handle(Http2Headers headers, ByteBuf body) throws RejectedNotificationException {
        received.add(new Received(headers, body.toString(StandardCharsets.UTF_8)));
        handler.handlePushNotification(headers, body);
    }

    void answer(PushNotificationHandler handler) {
        this.handler = handler;
    }

    List<Received> received() {
        return received;
    }

    SSLContext trust() {
        return trust;
    }

    String url() {
        return "https://localhost:" + port;
    }

    @Override
    public void close() throws Exception {
        server.shutdown().get();
    }
}
