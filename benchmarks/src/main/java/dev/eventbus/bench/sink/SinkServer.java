package dev.eventbus.bench.sink;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * A process that takes webhooks, on one event loop, and knows which numbers it got, when and how often. Its first line
 * of output is its port.
 *
 * <pre>
 *   /hook                              answers 204 after the delay, or 500 to the first request of every 100th number
 *   /uncounted                         answers 204 after the delay
 *   /dead                              takes requests and never answers
 *   /control/reset?ids=N&amp;delay=MS&amp;fail=BOOLEAN
 *   /control/counts?upTo=N             numbers delivered, requests delivered beyond the first, numbers below N missing
 *   /control/times                     one long for each number: when it came first, in nanoseconds since 1970, or 0
 * </pre>
 */
public final class SinkServer {
    /** The mark is within the first bytes of a body: an envelope has little before it. */
    private static final int LOOK_AT = 512;

    private final Vertx vertx;
    private Tally tally = new Tally(0);
    private long delayMillis;
    private boolean fails;

    private SinkServer(Vertx vertx) {
        this.vertx = vertx;
    }

    public static void main(String[] words) {
        Vertx vertx = Vertx.vertx();
        SinkServer sink = new SinkServer(vertx);
        vertx.createHttpServer()
                .requestHandler(sink::take)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println(server.actualPort()))
                .onFailure(failure -> System.exit(1));
    }

    private void take(HttpServerRequest request) {
        switch (request.path()) {
            case "/hook" -> hook(request);
            case "/uncounted" -> request.endHandler(end -> answer(request, 204));
            case "/dead" -> request.endHandler(end -> {});
            case "/control/reset" -> reset(request);
            case "/control/counts" ->
                request.response()
                        .end(tally.counts(Integer.parseInt(request.params().get("upTo"))));
            case "/control/times" -> request.response().end(tally.times());
            default -> request.response().setStatusCode(404).end();
        }
    }

    private void reset(HttpServerRequest request) {
        MultiMap parameters = request.params();
        tally = new Tally(Integer.parseInt(parameters.get("ids")));
        delayMillis = Long.parseLong(parameters.get("delay"));
        fails = Boolean.parseBoolean(parameters.get("fail"));
        request.response().end();
    }

    private void hook(HttpServerRequest request) {
        long at = Tally.now();
        Buffer beginning = Buffer.buffer();
        request.handler(chunk -> {
            if (beginning.length() < LOOK_AT) {
                beginning.appendBuffer(chunk, 0, Math.min(chunk.length(), LOOK_AT));
            }
        });
        request.endHandler(end -> {
            boolean refused = fails && tally.isFirstOfHundredth(beginning);
            if (!refused) {
                tally.delivered(beginning, at);
            }
            answer(request, refused ? 500 : 204);
        });
    }

    private void answer(HttpServerRequest request, int status) {
        if (delayMillis == 0) {
            request.response().setStatusCode(status).end();
        } else {
            vertx.setTimer(
                    delayMillis,
                    timer -> request.response().setStatusCode(status).end());
        }
    }
}
