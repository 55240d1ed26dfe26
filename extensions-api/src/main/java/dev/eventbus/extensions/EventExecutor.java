package dev.eventbus.extensions;

import dev.eventbus.Event;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs the asynchronous handler methods of one extension, so many at a time, with so many waiting; refuses more. On
 * platform threads: an endless loop in a handler would take a virtual thread's carrier from everybody.
 */
final class EventExecutor {
    private final AsyncLimits limits;
    private final ThreadPoolExecutor threads;

    EventExecutor(AsyncLimits limits) {
        this.limits = limits;
        threads = new ThreadPoolExecutor(
                limits.concurrency(),
                limits.concurrency(),
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(limits.queueCapacity()),
                Thread.ofPlatform().daemon().name("event-executor-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Whoever cancels the result has the call interrupted, or not begun. */
    CompletionStage<HandlerResult> submit(HandlerMethod method, Event event) {
        Call call = new Call(method, event);
        try {
            threads.execute(call);
        } catch (RejectedExecutionException e) {
            call.refuse(threads.isShutdown() ? "it is closed" : "its queue of " + limits.queueCapacity() + " is full");
        }
        return call.result;
    }

    /** Takes no more calls; those it has go on. */
    void shutdown() {
        threads.shutdown();
    }

    /** Takes no more calls, waits for those it has, then interrupts and fails the rest. */
    void close(Duration patience) {
        threads.shutdown();
        boolean interrupted = false;
        try {
            threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        threads.shutdownNow().forEach(waiting -> ((Call) waiting).refuse("it was closed before the call's turn"));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A task, because a task knows to interrupt its own call and not the next one on the same thread. */
    private static final class Call extends FutureTask<HandlerResult> {
        private final String method;
        private final CompletableFuture<HandlerResult> result = new CompletableFuture<>();

        Call(HandlerMethod method, Event event) {
            super(() -> method.invoke(event));
            this.method = method.name();
            var unused = result.whenComplete((answer, failure) -> {
                if (result.isCancelled()) {
                    cancel(true);
                }
            });
        }

        @Override
        protected void set(HandlerResult answer) {
            super.set(answer);
            result.complete(answer);
        }

        void refuse(String why) {
            result.complete(new HandlerResult.Failed(
                    new RejectedExecutionException("event executor did not call " + method + ": " + why), null));
        }
    }
}
