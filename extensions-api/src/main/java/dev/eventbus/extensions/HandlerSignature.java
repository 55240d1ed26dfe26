package dev.eventbus.extensions;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A method that {@link EventHandler} may stand on; {@link #of} refuses all others and says why. */
final class HandlerSignature {
    private static final MethodType CALL = MethodType.methodType(void.class, Object.class, EventEnvelope.class);

    private final Method method;

    private HandlerSignature(Method method) {
        this.method = method;
    }

    static HandlerSignature of(Method method) {
        require(!Modifier.isStatic(method.getModifiers()), method, "must not be static");
        require(
                method.getReturnType() == void.class,
                method,
                "must return void, returned " + method.getReturnType().getSimpleName());
        int count = method.getParameterCount();
        require(
                count == 1 || count == 2,
                method,
                "must take a payload, Event or EventEnvelope, and perhaps an" + " EventEnvelope after it; took " + count
                        + " parameters");
        require(
                count == 1 || method.getParameterTypes()[1] == EventEnvelope.class,
                method,
                "must take EventEnvelope as second parameter, took "
                        + method.getGenericParameterTypes()[count - 1].getTypeName());
        Type first = method.getGenericParameterTypes()[0];
        require(
                isReadable(first),
                method,
                "must take a class, a record or Map<String, Object> as payload, took " + first.getTypeName()
                        + "; declare a record for it");
        require(
                method.trySetAccessible(),
                method,
                "must be open to reflection; open its package to " + HandlerSignature.class.getPackageName()
                        + " or export it and make class and method public");
        return new HandlerSignature(method);
    }

    /** Type arguments would be lost: the payload is read by class, so a list's elements would come out as maps. */
    private static boolean isReadable(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class
                    && Arrays.equals(generic.getActualTypeArguments(), new Type[] {String.class, Object.class});
        }
        return type instanceof Class<?> c && !c.isPrimitive();
    }

    private static void require(boolean condition, Method method, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(describe(method, true) + ' ' + rule);
        }
    }

    Class<?> first() {
        return method.getParameterTypes()[0];
    }

    MethodHandle bindTo(PlatformEventHandler handler) {
        try {
            MethodHandle bound = MethodHandles.lookup().unreflect(method).bindTo(handler);
            MethodHandle two = method.getParameterCount() == 2
                    ? bound
                    : MethodHandles.dropArguments(bound, 1, EventEnvelope.class);
            return two.asType(CALL);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(describe(method, true) + " must be open to reflection", e);
        }
    }

    static String describe(Method method, boolean withClass) {
        String signature = Arrays.stream(method.getParameterTypes())
                .map(Class::getName)
                .collect(Collectors.joining(", ", method.getName() + '(', ")"));
        return withClass ? method.getDeclaringClass().getName() + '#' + signature : signature;
    }
}
