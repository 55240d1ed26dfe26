package dev.eventbus.gateway.realtime;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes frames when told to. */
final class SlowWire implements Wire {
    final List<CompletableFuture<Void>> waiting = new CopyOnWriteArrayList<>();
    final List<Integer> codes = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<?> send(String frame) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        waiting.add(taken);
        return taken;
    }

    @Override
    public void close(int code, String reason) {
        codes.add(code);
    }

    void takeAll() {
        List<CompletableFuture<Void>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(frame -> frame.complete(null));
    }
}
