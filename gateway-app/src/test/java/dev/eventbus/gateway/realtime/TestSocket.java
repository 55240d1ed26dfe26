package dev.eventbus.gateway.realtime;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that keeps what it hears. */
final class TestSocket implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket socket;
    private volatile boolean isDeaf;

    /** Connects with a token as subprotocol. */
    static TestSocket open(int port, String workspace, String token) {
        TestSocket test = new TestSocket();
        test.socket = builder()
                .subprotocols("bearer." + token)
                .buildAsync(uri(port, workspace), test)
                .join();
        return test;
    }

    /** Connects, and reads nothing until it is told to {@link #read}. */
    static TestSocket openDeaf(int port, String workspace, String token) {
        TestSocket test = new TestSocket();
        test.isDeaf = true;
        test.socket = builder()
                .subprotocols("bearer." + token)
                .buildAsync(uri(port, workspace), test)
                .join();
        return test;
    }

    /** Connects with headers; the status of a refusal, 101 of success. */
    static int statusOf(int port, String workspace, List<String> headers) {
        WebSocket.Builder builder = builder();
        for (int i = 0; i < headers.size(); i += 2) {
            builder.header(headers.get(i), headers.get(i + 1));
        }
        try {
            builder.buildAsync(uri(port, workspace), new TestSocket()).join().abort();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private static WebSocket.Builder builder() {
        return HttpClient.newHttpClient().newWebSocketBuilder();
    }

    private static URI uri(int port, String workspace) {
        return URI.create("ws://127.0.0.1:" + port + "/ws/workspaces/" + workspace);
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    void say(String frame) {
        socket.sendText(frame, true).join();
    }

    /** The next frame; fails after ten seconds of silence. */
    String hear() throws InterruptedException {
        String frame = heard.poll(10, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("heard nothing for 10 s; closed=" + closed);
        }
        return frame;
    }

    String ask(String frame) throws InterruptedException {
        say(frame);
        return hear();
    }

    /** Is gone without a word. */
    void leave() {
        socket.abort();
    }

    int closeCode() throws Exception {
        return closed.get(15, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            heard.add(partial.toString());
            partial.setLength(0);
        }
        if (!isDeaf) {
            webSocket.request(1);
        }
        return null;
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        if (!isDeaf) {
            webSocket.request(1);
        }
    }

    /** One more piece of a deaf socket's frames. */
    void read() {
        socket.request(1);
    }

    /** From now on all of them. */
    void listen() {
        isDeaf = false;
        socket.request(1);
    }

    /** What was heard up to now and not asked for. */
    int waiting() {
        return heard.size();
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }
}
