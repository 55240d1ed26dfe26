package dev.eventbus.notifications.push;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Does together what is asked for at about the same time: one statement to the database instead of hundreds. Nobody
 * waits for others to come; what comes while a batch is under way is the next batch.
 */
final class Batches<Q, A> implements AutoCloseable {
    private static final int QUEUE = 20_000;
    private static final int BATCH = 500;

    private final BlockingQueue<Asked<Q, A>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Function<List<Q>, List<A>> work;
    private final Thread worker;

    private record Asked<Q, A>(Q question, CompletableFuture<A> answer) {}

    private Batches(String name, Function<List<Q>, List<A>> work) {
        this.work = work;
        this.worker = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** @param work answers as many as it is asked, in the same order; where it throws, all of them fail */
    static <Q, A> Batches<Q, A> start(String name, Function<List<Q>, List<A>> work) {
        Batches<Q, A> batches = new Batches<>(name, work);
        batches.worker.start();
        return batches;
    }

    /** Fails at once when too many wait. */
    CompletableFuture<A> ask(Q question) {
        Asked<Q, A> asked = new Asked<>(question, new CompletableFuture<>());
        if (!queue.offer(asked)) {
            asked.answer().completeExceptionally(new IllegalStateException("too many wait: " + QUEUE));
        }
        return asked.answer();
    }

    private void run() {
        List<Asked<Q, A>> batch = new ArrayList<>(BATCH);
        try {
            while (true) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                answer(batch);
            }
        } catch (InterruptedException e) {
            batch.forEach(asked -> asked.answer().cancel(false));
            queue.forEach(asked -> asked.answer().cancel(false));
        }
    }

    private void answer(List<Asked<Q, A>> batch) {
        try {
            List<A> answers = work.apply(batch.stream().map(Asked::question).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(answers.get(i));
            }
        } catch (RuntimeException e) {
            batch.forEach(asked -> asked.answer().completeExceptionally(e));
        }
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
