package dev.eventbus.forwarder.config;

import dev.eventbus.EventBusException;
import java.util.List;

/** The configuration cannot be used; says where and why, and never holds a substituted value. */
public final class BrokenConfigException extends EventBusException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    BrokenConfigException(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    /** For what the environment says, which has no file and line. */
    public static BrokenConfigException ofEnvironment(String variables, IllegalArgumentException refused) {
        return new BrokenConfigException(List.of(variables + ": " + refused.getMessage()));
    }

    /** One line for each problem: {@code file:line:column: message}. */
    public List<String> lines() {
        return lines;
    }
}
