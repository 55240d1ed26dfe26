package dev.eventbus.extensions;

import dev.eventbus.Event;
import dev.eventbus.EventKey;
import dev.eventbus.Payload;
import dev.eventbus.topic.TopicPattern;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the methods of a handler object that take events. All reflection happens here, once per registration. */
final class HandlerMethods {
    private HandlerMethods() {}

    /** In the order of their names, so that calls come in the same order on every JVM. */
    static List<HandlerMethod> of(PlatformEventHandler handler) {
        List<HandlerMethod> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Method method : candidates(handler.getClass())) {
            EventHandler annotation = method.getAnnotation(EventHandler.class);
            if (annotation != null && seen.add(HandlerSignature.describe(method, false))) {
                found.add(handlerMethod(handler, method, annotation));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    handler.getClass().getName() + " must have a method annotated with @EventHandler, had none");
        }
        found.sort(Comparator.comparing(HandlerMethod::name));
        return List.copyOf(found);
    }

    /** The class's own methods first, so that an override's own annotation wins over the inherited one. */
    private static List<Method> candidates(Class<?> type) {
        List<Method> methods = new ArrayList<>();
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            methods.addAll(List.of(c.getDeclaredMethods()));
            addInterfaces(c, interfaces);
        }
        // Not getMethods(): that leaves out what a class implements, and with it the interface's annotation.
        interfaces.forEach(found -> methods.addAll(List.of(found.getDeclaredMethods())));
        // The compiler copies annotations to bridge methods, which would be called as well.
        methods.removeIf(Method::isSynthetic);
        return methods;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> interfaces) {
        for (Class<?> parent : type.getInterfaces()) {
            if (interfaces.add(parent)) {
                addInterfaces(parent, interfaces);
            }
        }
    }

    private static HandlerMethod handlerMethod(PlatformEventHandler handler, Method method, EventHandler annotation) {
        HandlerSignature signature = HandlerSignature.of(method);
        Class<?> first = signature.first();
        return new HandlerMethod(
                handler.getClass().getName() + '#' + method.getName(),
                annotation.async(),
                annotation.eventKey(),
                pattern(method, annotation.eventKey()),
                new HandlerMethod.Call(
                        event -> argument(event, first),
                        signature.bindTo(handler),
                        handler.getClass().getClassLoader()));
    }

    private static Object argument(Event event, Class<?> type) {
        if (type == Event.class) {
            return event;
        }
        if (type == EventEnvelope.class) {
            return EventEnvelope.of(event);
        }
        return type == Payload.class ? event.payload() : PayloadReader.read(event.payload(), type);
    }

    private static TopicPattern pattern(Method method, String eventKey) {
        try {
            return TopicPattern.of("*", EventKey.parsePattern(eventKey), "*", Map.of());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(HandlerSignature.describe(method, true) + ": " + e.getMessage(), e);
        }
    }
}
