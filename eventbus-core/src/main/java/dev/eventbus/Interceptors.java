package dev.eventbus;

import dev.eventbus.Interceptor.Publishing;
import java.util.List;

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

    static VerdictHandler around(VerdictHandler handler, String subscription, List<Interceptor> interceptors) {
        VerdictHandler chain = handler;
        for (Interceptor interceptor : interceptors.reversed()) {
            VerdictHandler next = chain;
            chain = (event, attempt) -> interceptor.handle(subscription, event, attempt, next);
        }
        return chain;
    }
}
