package dev.eventbus.notifications.template;

import io.quarkus.qute.Expression;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.Results;
import io.quarkus.qute.TemplateNode;
import java.util.Collection;
import java.util.Map;

/** Writes nothing for what is not there and for whole objects and lists: those have no wording, but much length. */
final class OnlyScalars implements ResultMapper {
    @Override
    public boolean appliesTo(TemplateNode.Origin origin, Object result) {
        return Results.isNotFound(result) || result instanceof Map || result instanceof Collection;
    }

    @Override
    public String map(Object result, Expression expression) {
        return "";
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1;
    }
}
