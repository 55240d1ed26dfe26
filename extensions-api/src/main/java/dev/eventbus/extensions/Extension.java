package dev.eventbus.extensions;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which extension a {@link PlatformEventHandler} belongs to; several handlers may belong to one.
 *
 * <p>A platform that finds handlers by itself, as beans or in plugin jars, needs it and refuses handlers without.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Extension {
    /** Names the extension in addresses and topics: 1 to 64 of {@code A-Za-z0-9_-}. */
    String key();

    /** What people see; the key if empty. */
    String name() default "";
}
