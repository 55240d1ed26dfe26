package dev.eventbus.extensions;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a method of a {@link PlatformEventHandler} called for each event of a key.
 *
 * <p>The method is an instance method of any visibility and returns nothing. Its first parameter is an
 * {@link dev.eventbus.Event}, an {@link EventEnvelope}, a {@link dev.eventbus.Payload}, or a type the JSON payload is
 * read into: a class, a record or {@code Map<String, Object>}; unknown properties are ignored. A second parameter, if
 * any, is an {@link EventEnvelope}. Returning means handled; throwing means failed, and becomes a dead letter.
 *
 * <p>An overriding method keeps the annotation of the method it overrides, unless it has its own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface EventHandler {
    /** An event key such as {@code crm.deal.closed}, or a pattern of one, such as {@code crm.deal.*}. */
    String eventKey();

    /**
     * Whether the method runs on the dispatcher's own executor. Otherwise it runs on the thread that dispatches, and
     * whoever dispatches waits for it.
     */
    boolean async() default false;
}
