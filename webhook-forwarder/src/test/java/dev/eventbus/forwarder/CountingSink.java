package dev.eventbus.forwarder;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fast webhook endpoint that keeps who came when, in the order they came, and no bodies. */
final class CountingSink implements AutoCloseable {
    private static final Pattern SUBJECT = Pattern.compile("^\\{\"subject\":\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"message_id\":\"([^\"]+)\"\\}$");

    /** What an attempt is answered. */
    @FunctionalInterface
    interface Rule {
        /** @param attempt how often the message came, this time included */
        int status(String id, int attempt);
    }

    /** One attempt to deliver a message, and its answer. */
    record Attempt(String subject, String id, int status, long nanos) {
        boolean isDelivered() {
            return status < 300;
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final Rule rule;
    private final long answerAfterMillis;
    private final HttpServer server;

    // Both guarded by this.
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<String, Integer> times = new HashMap<>();

    private CountingSink(Rule rule, long answerAfterMillis) {
        this.rule = rule;
        this.answerAfterMillis = answerAfterMillis;
        this.server = vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .requestHandler(this::receive);
    }

    /** @param answerAfterMillis how long each attempt is under way; 0 answers at once */
    static CountingSink start(long answerAfterMillis, Rule rule) throws Exception {
        CountingSink sink = new CountingSink(rule, answerAfterMillis);
        sink.server
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return sink;
    }

    private void receive(HttpServerRequest request) {
        long nanos = System.nanoTime();
        request.body().onSuccess(body -> {
            int status = count(body.toString(StandardCharsets.UTF_8), nanos);
            if (answerAfterMillis == 0) {
                request.response().setStatusCode(status).end();
            } else {
                vertx.setTimer(
                        answerAfterMillis,
                        timer -> request.response().setStatusCode(status).end());
            }
        });
    }

    private synchronized int count(String body, long nanos) {
        String id = first(ID, body);
        int status = rule.status(id, times.merge(id, 1, Integer::sum));
        attempts.add(new Attempt(first(SUBJECT, body), id, status, nanos));
        return status;
    }

    private static String first(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        return matcher.find() ? matcher.group(1) : "none in " + body;
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/hook";
    }

    synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    synchronized int count() {
        return attempts.size();
    }

    /** The ids that were answered with success. */
    Set<String> delivered() {
        Set<String> ids = new HashSet<>();
        attempts().stream().filter(Attempt::isDelivered).map(Attempt::id).forEach(ids::add);
        return ids;
    }

    /** How many successes were not the first of their message. */
    long deliveredAgain() {
        return attempts().stream().filter(Attempt::isDelivered).count()
                - delivered().size();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
