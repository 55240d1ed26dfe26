package dev.eventbus.it.browser;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A push service for Firefox on this machine: browsers connect by WebSocket and are given endpoints, and what is posted
 * to one of them is handed on as it came, sealed. It opens nothing and stores nothing.
 */
final class PushService implements AutoCloseable {
    private static final String ENDPOINTS = "/to/";
    private static final int CREATED = 201;
    private static final int GONE = 410;

    /** What a browser answers a message that it could open and gave to its service worker. */
    static final int OPENED = 100;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, ServerWebSocket> browsers = new ConcurrentHashMap<>(); // by channel
    private final List<String> greeted = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private PushService() {
        HttpServerOptions options = new HttpServerOptions().setWebSocketSubProtocols(List.of("push-notification"));
        server = vertx.createHttpServer(options)
                .webSocketHandler(browser -> browser.textMessageHandler(text -> heard(browser, text)))
                .requestHandler(request -> request.body().onSuccess(body -> posted(request, body)));
    }

    static PushService start() throws Exception {
        PushService service = new PushService();
        service.server
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return service;
    }

    /** Where browsers connect. */
    String address() {
        return "ws://127.0.0.1:" + server.actualPort() + "/";
    }

    /** Only then does a browser with a new profile answer those who subscribe. */
    boolean knowsABrowser() {
        return !greeted.isEmpty();
    }

    /** What browsers said of each message they got. */
    List<Integer> answers() {
        return List.copyOf(answers);
    }

    private void heard(ServerWebSocket browser, String text) {
        JsonObject said = new JsonObject(text);
        String channel = said.getString("channelID", "");
        switch (said.getString("messageType", "ping")) {
            case "hello" -> {
                String id = UUID.randomUUID().toString().replace("-", "");
                tell(browser, said, Map.of("uaid", id, "use_webpush", true, "status", 200));
                greeted.add(id);
            }
            case "register" -> {
                browsers.put(channel, browser);
                String endpoint = "http://127.0.0.1:" + server.actualPort() + ENDPOINTS + channel;
                tell(browser, said, Map.of("channelID", channel, "pushEndpoint", endpoint, "status", 200));
            }
            case "unregister" -> {
                browsers.remove(channel);
                tell(browser, said, Map.of("channelID", channel, "status", 200));
            }
            case "ack" ->
                said.getJsonArray("updates").stream()
                        .map(update -> ((JsonObject) update).getInteger("code"))
                        .forEach(answers::add);
            case "ping" -> browser.writeTextMessage("{}");
            default -> {} // such as broadcasts, of which there are none
        }
    }

    private static void tell(ServerWebSocket browser, JsonObject asked, Map<String, Object> members) {
        JsonObject answer = new JsonObject().put("messageType", asked.getString("messageType"));
        members.forEach(answer::put);
        browser.writeTextMessage(answer.encode());
    }

    private void posted(HttpServerRequest request, Buffer body) {
        String channel = request.path().replaceFirst("^" + ENDPOINTS, "");
        ServerWebSocket browser = browsers.get(channel);
        if (browser == null) {
            request.response().setStatusCode(GONE).end();
            return;
        }
        JsonObject message = new JsonObject()
                .put("messageType", "notification")
                .put("channelID", channel)
                .put("version", UUID.randomUUID().toString())
                .put("ttl", Integer.parseInt(requireNonNull(request.getHeader("TTL"), "RFC 8030 §5.2 wants a TTL")))
                .put("data", Base64.getUrlEncoder().withoutPadding().encodeToString(body.getBytes()))
                .put("headers", new JsonObject().put("encoding", request.getHeader("Content-Encoding")));
        browser.writeTextMessage(message.encode());
        request.response().setStatusCode(CREATED).end();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
