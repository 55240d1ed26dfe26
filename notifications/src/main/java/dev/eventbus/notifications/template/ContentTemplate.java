package dev.eventbus.notifications.template;

import dev.eventbus.notifications.event.EventData;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The wording of a rule: a title and a body, over {@code event}, {@code payload} and {@code recipient}. */
public final class ContentTemplate {
    private final CompiledTemplate title;
    private final CompiledTemplate body;

    private ContentTemplate(CompiledTemplate title, CompiledTemplate body) {
        this.title = title;
        this.body = body;
    }

    /** Throws {@link IllegalArgumentException} naming the template that is too long or no template. */
    public static ContentTemplate of(String title, String body) {
        if (title.length() > Content.MAX_TITLE) {
            throw new IllegalArgumentException(
                    "template.title must be at most " + Content.MAX_TITLE + " characters, was " + title.length());
        }
        return new ContentTemplate(Templates.text("template.title", title), Templates.text("template.body", body));
    }

    /** What to tell each recipient about one event; rendered once where it is the same for all. */
    public Function<String, Content> about(EventData data) {
        Map<String, Object> values = new HashMap<>();
        values.put("event", data.plainEvent());
        values.put("payload", data.plainPayload());
        if (title.isPersonal() || body.isPersonal()) {
            return userId -> render(values, userId);
        }
        Content same = render(values, "");
        return userId -> same;
    }

    private Content render(Map<String, Object> shared, String userId) {
        Map<String, Object> values = new HashMap<>(shared);
        values.put("recipient", Map.of("id", userId));
        return new Content(title.render(values, Content.MAX_TITLE), body.render(values, Content.MAX_BODY));
    }
}
