package dev.eventbus.outbox;

import dev.eventbus.Durability;
import dev.eventbus.Event;
import dev.eventbus.Interceptor;
import dev.eventbus.Published;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps what a bus stored, in its order, and makes publishes fail or wait as a test wants. */
final class Publishes implements Interceptor {
    private final List<String> stored = new ArrayList<>();
    private final ConcurrentHashMap<String, RuntimeException> failing = new ConcurrentHashMap<>();
    volatile Function<Event, @Nullable CompletionStage<?>> afterStoring = event -> null;

    void fail(String eventId, RuntimeException failure) {
        failing.put(eventId, failure);
    }

    void mend() {
        failing.clear();
    }

    @Override
    public CompletionStage<Published> publish(Event event, Durability durability, Publishing next) {
        RuntimeException failure = failing.get(event.id());
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        return next.publish(event, durability).thenCompose(published -> {
            if (!published.duplicate()) {
                keep(durability + " " + published.eventId());
            }
            CompletionStage<?> wait = afterStoring.apply(event);
            return wait == null ? CompletableFuture.completedFuture(published) : wait.thenApply(done -> published);
        });
    }

    private synchronized void keep(String text) {
        stored.add(text.replaceFirst("PERSISTENT ", ""));
    }

    synchronized List<String> stored() {
        return List.copyOf(stored);
    }
}
