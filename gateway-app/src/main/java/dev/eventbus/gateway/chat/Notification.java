package dev.eventbus.gateway.chat;

import dev.eventbus.extensions.PayloadMismatchException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The payload of {@code platform.notification}.
 *
 * @param channel the channel or conversation to post to
 * @param sender who says it; if absent, who published it
 */
record Notification(
        String channel, String message, @Nullable String sender) {
    Notification {
        check("channel", channel, ChatText::channel);
        check("message", message, ChatText::message);
        if (sender != null) {
            check("sender", sender, ChatText::sender);
        }
    }

    /** @param value what JSON gave, which may be nothing */
    private static void check(String name, @Nullable String value, Consumer<String> rule) {
        if (value == null) {
            throw new PayloadMismatchException("$." + name, name + " must be given");
        }
        try {
            rule.accept(value);
        } catch (IllegalArgumentException e) {
            throw new PayloadMismatchException("$." + name, String.valueOf(e.getMessage()));
        }
    }
}
