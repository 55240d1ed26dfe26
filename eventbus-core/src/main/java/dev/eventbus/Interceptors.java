package dev.eventbus;

import dev.eventbus.Interceptor.Publishing;
import java.util.List;
import java.util.function.UnaryOperator;

/** Puts interceptors around a publish or a handler, the first outermost. */
final class Interceptors {
    private Interceptors() {}

    static Publishing around(Publishing publishing, List<Interceptor> interceptors) {
        Publishing chain = publishing;
        for (Interceptor interceptor : interceptors.reversed()) {
            Publishing next = chain;
            chain = (event, durability) -> interceptor.publish(event, durability, next);
        }
        return chain;
    }

    /** @param decided makes a verdict of what a handler throws; around each, so that whoever stands outside sees it */
    static VerdictHandler around(
            VerdictHandler handler,
            String subscription,
            List<Interceptor> interceptors,
            UnaryOperator<VerdictHandler> decided) {
        VerdictHandler chain = handler;
        for (Interceptor interceptor : interceptors.reversed()) {
            VerdictHandler next = decided.apply(chain);
            chain = (event, attempt) -> interceptor.handle(subscription, event, attempt, next);
        }
        return chain;
    }
}
