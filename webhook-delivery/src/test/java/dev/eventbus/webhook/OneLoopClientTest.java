package dev.eventbus.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OneLoopClientTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void isUsedOnTheSameEventLoopWhoeverAsks() throws Exception {
        OneLoopClient client = client();
        BlockingQueue<Thread> loops = new LinkedBlockingQueue<>();
        for (int i = 0; i < 8; i++) {
            Thread.ofVirtual().start(() -> client.use(http -> loops.add(Thread.currentThread())));
        }

        Thread first = loops.poll(10, TimeUnit.SECONDS);
        for (int i = 1; i < 8; i++) {
            assertThat(loops.poll(10, TimeUnit.SECONDS)).isSameAs(first);
        }
    }

    @Test
    void leavesTheNextLoopToTheNextClient() throws Exception {
        BlockingQueue<Thread> loops = new LinkedBlockingQueue<>();

        client().use(http -> loops.add(Thread.currentThread()));
        client().use(http -> loops.add(Thread.currentThread()));

        assertThat(loops.poll(10, TimeUnit.SECONDS)).isNotSameAs(loops.poll(10, TimeUnit.SECONDS));
    }

    private OneLoopClient client() {
        return OneLoopClient.create(vertx, new HttpClientOptions(), new PoolOptions());
    }
}
