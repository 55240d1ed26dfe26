package dev.eventbus.bench.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Sends one request over many connections, the next on each when the last was answered. Knows no more of HTTP than it
 * has to, so that most of the machine is left to the server. One thread.
 */
final class LoadClient implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    /**
     * What came of it.
     *
     * @param events how many were acknowledged in all
     * @param seconds how long it took until the last answer
     * @param nanos how long each request took, sorted
     */
    record Load(long events, double seconds, long[] nanos) {
        double perSecond() {
            return events / seconds;
        }

        double millis(double share) {
            return nanos[Math.min(nanos.length - 1, (int) (nanos.length * share))] / 1e6;
        }
    }

    /** Blocks for the time; throws an {@link IllegalStateException} if any answer was not 200. */
    Load run(Call call, int connections, int millis) throws Exception {
        Spell spell = new Spell(call, connections, System.nanoTime() + millis * 1_000_000L);
        var client = vertx.createNetClient();
        long start = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            var unused = client.connect(call.port(), call.host())
                    .onSuccess(spell::begin)
                    .onFailure(spell.done::tryFail);
        }
        spell.done.future().toCompletionStage().toCompletableFuture().get(millis + 60_000L, TimeUnit.MILLISECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        client.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        long[] nanos = Arrays.copyOf(spell.nanos, spell.requests);
        Arrays.sort(nanos);
        return new Load((long) spell.requests * call.events(), seconds, nanos);
    }

    /** What the connections of one run share; on the event loop only. */
    private static final class Spell {
        private final io.vertx.core.Promise<Void> done = io.vertx.core.Promise.promise();
        private final Buffer request;
        private final long end;
        private int open;
        private int requests;
        private long[] nanos = new long[1 << 16];

        Spell(Call call, int connections, long end) {
            this.request = Buffer.buffer(call.bytes());
            this.open = connections;
            this.end = end;
        }

        void begin(NetSocket socket) {
            Answers answers = new Answers();
            long[] sentAt = {System.nanoTime()};
            socket.handler(bytes -> {
                String answer = answers.take(bytes);
                if (answer != null) {
                    answered(answer, System.nanoTime() - sentAt[0]);
                    sentAt[0] = System.nanoTime();
                    next(socket);
                }
            });
            socket.closeHandler(closed -> done.tryFail(new IllegalStateException("The server closed a connection")));
            socket.write(request.copy());
        }

        private void next(NetSocket socket) {
            if (System.nanoTime() - end < 0) {
                socket.write(request.copy());
            } else if (--open == 0) {
                done.tryComplete();
            }
        }

        private void answered(String answer, long took) {
            if (!answer.startsWith("HTTP/1.1 200")) {
                done.tryFail(new IllegalStateException("A request was answered with " + answer));
            }
            if (requests == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * requests);
            }
            nanos[requests++] = took;
        }
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
