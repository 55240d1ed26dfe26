package dev.eventbus.notifications.template;

import io.quarkus.qute.Expression;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.Results;
import io.quarkus.qute.TemplateNode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes nothing for what is not there and for whole objects and lists: those have no wording, but much length. */
final class OnlyScalars implements ResultMapper {
    // Rendering plain data stays on its thread, and this is the only word the engine gives of what it did not find.
    private static final ThreadLocal<@Nullable Set<String>> UNKNOWN = new ThreadLocal<>();

    /** Notes, while the work runs on this thread, what is to be written and is not there. */
    static void noting(@Nullable Set<String> unknown, Runnable work) {
        if (unknown == null) {
            work.run();
            return;
        }
        UNKNOWN.set(unknown);
        try {
            work.run();
        } finally {
            UNKNOWN.remove();
        }
    }

    @Override
    public boolean appliesTo(TemplateNode.Origin origin, Object result) {
        return Results.isNotFound(result) || result instanceof Map || result instanceof Collection;
    }

    @Override
    public String map(Object result, Expression expression) {
        Set<String> unknown = UNKNOWN.get();
        if (unknown != null) {
            unknown.add(Templates.firstLine(expression.toOriginalString()));
        }
        return "";
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1;
    }
}
