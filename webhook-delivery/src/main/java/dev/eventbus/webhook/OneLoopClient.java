package dev.eventbus.webhook;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.VertxInternal;

/**
 * An HTTP client whose connections all live on one event loop, where the requests are made, too. Left to itself, Vert.x
 * gives each request of a foreign thread to the next loop, which then talks to the connection's through queues and
 * wake-ups: more work than the request.
 */
final class OneLoopClient implements AutoCloseable {
    private final HttpClient client;
    private final Context loop;

    private OneLoopClient(HttpClient client, Context loop) {
        this.client = client;
        this.loop = loop;
    }

    /** On the next event loop of the instance, so that clients share the processors. */
    static OneLoopClient create(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
        return new OneLoopClient(
                vertx.createHttpClient(options, pool), ((VertxInternal) vertx).createEventLoopContext());
    }

    /** Calls it on the event loop; throws {@link java.util.concurrent.RejectedExecutionException} after the end. */
    void use(Handler<HttpClient> user) {
        loop.runOnContext(turn -> user.handle(client));
    }

    /** Closes the connections, those in use included. */
    @Override
    public void close() {
        client.close();
    }
}
