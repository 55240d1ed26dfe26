package dev.eventbus.extensions;

import dev.eventbus.Event;
import dev.eventbus.topic.Segments;
import dev.eventbus.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the event handlers of extensions that live in this process.
 *
 * <p>Handlers are looked at once, when they are registered. A handler that fails harms neither the one who dispatches
 * nor other handlers: its failure is a {@link HandlerResult.Failed}, for the caller to turn into a retry or a dead
 * letter. Safe for use by many threads.
 */
public final class InProcessEventGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessEventGateway.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    // The lists are immutable: dispatch reads one without a lock while another is put in its place.
    private final ConcurrentHashMap<String, List<HandlerMethod>> methods = new ConcurrentHashMap<>();
    // One for each extension, so that the handlers of one cannot use up the places of another.
    private final ConcurrentHashMap<String, EventExecutor> executors = new ConcurrentHashMap<>();
    private final AsyncLimits limits;
    private volatile boolean closed;

    private InProcessEventGateway(AsyncLimits limits) {
        this.limits = limits;
    }

    public static InProcessEventGateway create() {
        return create(AsyncLimits.DEFAULT);
    }

    /** @param limits of each extension */
    public static InProcessEventGateway create(AsyncLimits limits) {
        return new InProcessEventGateway(limits);
    }

    /**
     * Has the handler's annotated methods called for events dispatched to the extension, until the registration is
     * closed. An extension may have several handlers.
     *
     * @param extensionKey a topic segment
     * @throws IllegalArgumentException naming class, method and remedy if a method is not one that can take events;
     *     nothing is registered then
     */
    public Registration register(String extensionKey, PlatformEventHandler handler) {
        Segments.require("extensionKey", extensionKey);
        List<HandlerMethod> added = HandlerMethods.of(handler);
        methods.merge(
                extensionKey,
                added,
                (old, more) -> Stream.concat(old.stream(), more.stream()).toList());
        LOG.info("Registered event handlers. extension={} methods={}", extensionKey, names(added));
        return () -> unregister(extensionKey, added);
    }

    private void unregister(String extensionKey, List<HandlerMethod> gone) {
        methods.computeIfPresent(extensionKey, (key, old) -> {
            // By identity: the same handler class may be registered twice.
            List<HandlerMethod> left = old.stream()
                    .filter(method -> gone.stream().noneMatch(other -> other == method))
                    .toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** Whether the extension has a handler in this process, whatever events it takes. */
    public boolean isRegistered(String extensionKey) {
        return methods.containsKey(extensionKey);
    }

    /**
     * Calls every method of the extension that takes the event: synchronous ones here and now, one after another,
     * asynchronous ones on the extension's executor. Throws nothing that a handler threw; with that full or this gateway
     * closed, an asynchronous method's result is a failure.
     *
     * @return one entry per method that takes the event; empty if none does
     */
    public List<Invocation> dispatch(String extensionKey, Event event) {
        Topic topic = event.topic();
        return methods.getOrDefault(extensionKey, List.of()).stream()
                .filter(method -> method.takes(topic))
                .map(method -> new Invocation(
                        method.name(),
                        method.async()
                                ? executor(extensionKey).submit(method, event)
                                : CompletableFuture.completedFuture(method.invoke(event))))
                .toList();
    }

    /**
     * The event keys and patterns of the extension's handler methods, as they are written; empty for an extension that
     * has no handler here.
     */
    public Set<String> eventKeys(String extensionKey) {
        return methods.getOrDefault(extensionKey, List.of()).stream()
                .map(HandlerMethod::eventKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Races with {@link #close()}: each side writes first and looks at the other's field then. */
    private EventExecutor executor(String extensionKey) {
        EventExecutor executor = executors.computeIfAbsent(extensionKey, key -> new EventExecutor(limits));
        if (closed) {
            executor.shutdown();
        }
        return executor;
    }

    /** Takes no more asynchronous calls, waits 10 seconds for those under way, then interrupts and fails the rest. */
    @Override
    public void close() {
        closed = true;
        long end = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        executors.values().forEach(EventExecutor::shutdown);
        executors.values().forEach(executor -> executor.close(Duration.ofNanos(end - System.nanoTime())));
    }

    private static List<String> names(List<HandlerMethod> methods) {
        return methods.stream().map(HandlerMethod::name).toList();
    }

    /** Ends what {@link #register} began; calls under way go on. Safe to call twice. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
