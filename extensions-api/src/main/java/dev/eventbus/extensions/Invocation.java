package dev.eventbus.extensions;

import java.util.concurrent.CompletionStage;

/**
 * One handler method that an event was dispatched to.
 *
 * @param handler the method, {@code com.example.Deals#onClosed}
 * @param result never fails; complete at once for a synchronous method, and for an asynchronous one when it ended
 */
public record Invocation(String handler, CompletionStage<HandlerResult> result) {}
