package dev.eventbus;

/** Like {@link EventHandler}, for handlers that want the payload as a type. */
@FunctionalInterface
public interface PayloadHandler<T> {
    void handle(T payload, Event event) throws Exception;
}
