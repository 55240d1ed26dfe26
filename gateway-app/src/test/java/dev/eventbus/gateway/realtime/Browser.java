package dev.eventbus.gateway.realtime;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Value;

/** The browser's client with real sockets and real time: as much of a browser as it needs. Public for the script. */
public final class Browser implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SURROUNDINGS = """
            globalThis.setTimeout = (then, wait) => host.later(then, Math.round(wait));
            globalThis.clearTimeout = (timer) => timer && host.cancel(timer);
            globalThis.WebSocket = class {
              constructor(url, protocols) { this.line = host.connect(this, url, protocols ? protocols[0] : ''); }
              send(text) { this.line.send(text); }
              close() { this.line.close(); }
            };
            """;

    private final ScheduledExecutorService page = Executors.newSingleThreadScheduledExecutor();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Script script;

    Browser() throws ExecutionException, InterruptedException {
        script = page.submit(() -> new Script(SURROUNDINGS)).get();
        page.submit(() -> script.give("host", this)).get();
    }

    /** Runs a script on the page. */
    void run(String code) throws ExecutionException, InterruptedException {
        page.submit(() -> script.run(code)).get();
    }

    /** What the page told. */
    List<String> told() {
        return told;
    }

    int connections() {
        return lines.size();
    }

    /** The network is gone for a moment. */
    void loseConnection() {
        lines.getLast().lose();
    }

    /** For the page. */
    public void tell(String text) {
        told.add(text);
    }

    /** For the page. */
    public Future<?> later(Value then, long wait) {
        return page.schedule(() -> then.executeVoid(), wait, TimeUnit.MILLISECONDS);
    }

    /** For the page. */
    public void cancel(Future<?> timer) {
        timer.cancel(false);
    }

    /** For the page. */
    public Line connect(Value socket, String url, String protocol) {
        Line line = new Line(socket);
        lines.add(line);
        HTTP.newWebSocketBuilder()
                .subprotocols(protocol)
                .buildAsync(URI.create(url), line)
                .whenComplete((opened, failure) -> line.onPage(() -> line.begin(opened)));
        return line;
    }

    @Override
    public void close() {
        page.shutdownNow();
        lines.forEach(Line::lose);
    }

    /** One connection. Public for the script. */
    public final class Line implements WebSocket.Listener {
        private final Value socket;
        private final StringBuilder text = new StringBuilder();
        private volatile WebSocket open;

        Line(Value socket) {
            this.socket = socket;
        }

        private void begin(WebSocket opened) {
            open = opened;
            if (opened == null) {
                socket.invokeMember("onclose", new Closed(1006, ""));
            } else {
                socket.invokeMember("onopen", "");
            }
        }

        private void onPage(Runnable task) {
            if (!page.isShutdown()) {
                page.execute(task);
            }
        }

        /** For the page. */
        public void send(String frame) {
            open.sendText(frame, true).join();
        }

        /** For the page. */
        public void close() {
            if (open != null) {
                open.sendClose(1000, "");
            }
        }

        void lose() {
            if (open != null) {
                open.abort();
                onPage(() -> socket.invokeMember("onclose", new Closed(1006, "")));
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                Message whole = new Message(text.toString());
                text.setLength(0);
                onPage(() -> socket.invokeMember("onmessage", whole));
            }
            return WebSocket.Listener.super.onText(from, part, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            onPage(() -> socket.invokeMember("onclose", new Closed(code, reason)));
            return null;
        }
    }

    /** What a page gets with a message. */
    public static final class Message {
        public final String data;

        Message(String data) {
            this.data = data;
        }
    }

    /** What a page gets with a close. */
    public static final class Closed {
        public final int code;
        public final String reason;

        Closed(int code, String reason) {
            this.code = code;
            this.reason = reason;
        }
    }
}
