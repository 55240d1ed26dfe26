package dev.eventbus.extensions;

import dev.eventbus.Event;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import java.lang.invoke.MethodHandle;
import java.util.function.Function;

/**
 * One method that takes events, ready to be called.
 *
 * @param name class and method, for people
 * @param async whether it runs on the dispatcher's executor
 * @param eventKey the key or pattern as written
 * @param pattern the events it takes
 * @param call makes the call
 */
record HandlerMethod(String name, boolean async, String eventKey, TopicPattern pattern, Call call) {
    boolean takes(Topic topic) {
        return pattern.matches(topic);
    }

    HandlerResult invoke(Event event) {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        try {
            // A library that asks the thread for classes shall find the plugin's, not the platform's.
            thread.setContextClassLoader(call.classes());
            call.make(event);
            return HandlerResult.HANDLED;
        } catch (PayloadMismatchException e) {
            return new HandlerResult.Failed(e, e.jsonPath());
        } catch (InterruptedException e) {
            // On a synchronous call the thread is the caller's, who has to learn of it.
            Thread.currentThread().interrupt();
            return new HandlerResult.Failed(e, null);
        } catch (Throwable e) {
            // Errors too: a plugin's missing class or endless recursion is that handler's failure alone.
            return new HandlerResult.Failed(e, null);
        } finally {
            thread.setContextClassLoader(callers);
        }
    }

    /**
     * How a method is called with an event.
     *
     * @param argument makes the first argument of the event
     * @param handle bound to the handler object, of type {@code (Object, EventEnvelope)void}
     * @param classes what the handler's class was loaded by
     */
    record Call(Function<Event, Object> argument, MethodHandle handle, ClassLoader classes) {
        void make(Event event) throws Throwable {
            handle.invokeExact(argument.apply(event), EventEnvelope.of(event));
        }
    }
}
