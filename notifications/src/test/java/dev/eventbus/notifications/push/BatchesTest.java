package dev.eventbus.notifications.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private final BlockingQueue<List<Integer>> batches = new LinkedBlockingQueue<>();
    private final CountDownLatch first = new CountDownLatch(1);

    private List<Integer> doubled(List<Integer> questions) {
        batches.add(questions);
        if (questions.contains(0)) {
            awaitFirst();
        }
        if (questions.contains(-1)) {
            throw new IllegalStateException("broken");
        }
        return questions.stream().map(question -> 2 * question).toList();
    }

    private void awaitFirst() {
        try {
            first.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void doesTogetherWhatComesWhileItIsBusy() throws Exception {
        try (Batches<Integer, Integer> asked = Batches.start("test", this::doubled)) {
            CompletableFuture<Integer> alone = asked.ask(0);
            assertThat(batches.take()).containsExactly(0);
            CompletableFuture<Integer> one = asked.ask(1);
            CompletableFuture<Integer> two = asked.ask(2);

            first.countDown();

            assertThat(batches.take()).containsExactly(1, 2);
            assertThat(List.of(alone.get(), one.get(), two.get())).containsExactly(0, 2, 4);
        }
    }

    @Test
    void goesOnAfterAFailure() throws Exception {
        try (Batches<Integer, Integer> asked = Batches.start("test", this::doubled)) {
            assertThatThrownBy(() -> asked.ask(-1).get()).hasMessageContaining("broken");

            assertThat(asked.ask(3).get()).isEqualTo(6);
        }
    }
}
