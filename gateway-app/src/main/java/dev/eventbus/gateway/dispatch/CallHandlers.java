package dev.eventbus.gateway.dispatch;

import dev.eventbus.Event;
import dev.eventbus.extensions.HandlerResult;
import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.extensions.Invocation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls an extension's handlers in this process, each call on a thread of its own. A platform thread: handlers are
 * others' code, and an endless loop on a virtual one would take a carrier from everybody. A call that outlives its time
 * is interrupted and has failed; its thread counts until it really ends.
 */
final class CallHandlers implements AutoCloseable {
    private static final int MOST_THREADS = 32;

    private final InProcessEventGateway extensions;
    private final Duration timeout;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("extension-", 1).factory());
    private final Map<String, Semaphore> room = new ConcurrentHashMap<>();

    CallHandlers(InProcessEventGateway extensions, Duration timeout) {
        this.extensions = extensions;
        this.timeout = timeout;
    }

    Duration timeout() {
        return timeout;
    }

    /** Whether a handler of the extension is in this process. */
    boolean has(String extensionKey) {
        return extensions.isRegistered(extensionKey);
    }

    Result of(String extensionKey, Event event) {
        if (!has(extensionKey)) {
            return Result.failed("no handler of extension " + extensionKey + " is loaded in this process");
        }
        Semaphore places = room.computeIfAbsent(extensionKey, key -> new Semaphore(MOST_THREADS));
        if (!places.tryAcquire()) {
            return Result.failed(MOST_THREADS + " calls of handlers hang and do not heed an interrupt");
        }
        FutureTask<List<HandlerResult>> call = new FutureTask<>(() -> results(extensionKey, event));
        try {
            // Around the task, not in it: one that is cancelled before it begins runs nothing of its own.
            threads.execute(() -> {
                try {
                    call.run();
                } finally {
                    places.release();
                }
            });
        } catch (RejectedExecutionException e) {
            places.release();
            return Result.failed("the process is being stopped");
        }
        return result(call);
    }

    private List<HandlerResult> results(String extensionKey, Event event) throws Exception {
        List<Invocation> invocations = extensions.dispatch(extensionKey, event);
        List<HandlerResult> results = new java.util.ArrayList<>();
        try {
            for (Invocation invocation : invocations) {
                results.add(invocation.result().toCompletableFuture().get());
            }
            return results;
        } finally {
            // Out of time: asynchronous calls are on threads of their own and have to be told, too.
            invocations.forEach(
                    invocation -> invocation.result().toCompletableFuture().cancel(true));
        }
    }

    private Result result(Future<List<HandlerResult>> call) {
        try {
            return result(call.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            call.cancel(true);
            return Result.failed("handlers did not return within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            return Result.failed("handlers could not be called: " + e.getCause());
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            return Result.failed("interrupted before the handlers returned");
        }
    }

    /** What a retry may mend is tried again, before what it cannot is given up. */
    private static Result result(List<HandlerResult> results) {
        HandlerResult.Failed hopeless = null;
        for (HandlerResult result : results) {
            if (result instanceof HandlerResult.Failed failed) {
                if (!failed.isPermanent()) {
                    return Result.failed(failed.reason());
                }
                hopeless = failed;
            }
        }
        return hopeless == null
                ? new Result.Delivered(null)
                : new Result.Hopeless(Failure.of(hopeless.reason()), false);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
