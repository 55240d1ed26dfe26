package dev.eventbus.gateway.security;

import dev.eventbus.gateway.account.Membership;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what part of the workspace in the path ({@code {ws}}) a method asks of its caller. A method below a workspace
 * that does not say so is closed to everyone.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresWorkspace {
    Membership.Role value() default Membership.Role.MEMBER;
}
