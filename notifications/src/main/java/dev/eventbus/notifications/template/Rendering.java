package dev.eventbus.notifications.template;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.template.ContentTemplate.Variant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One event in a rule's words, rendered once per language where the words are the same for all. For one thread. */
public final class Rendering {
    private final ContentTemplate template;
    private final Map<String, Object> values;
    private final Map<Same, Content> rendered = new HashMap<>();

    Rendering(ContentTemplate template, EventData data) {
        this.template = template;
        this.values = data.plain();
    }

    /** Whoever gets the same words. */
    private record Same(
            Variant variant, int events, @Nullable Addressee addressee) {}

    public Content to(Addressee addressee) {
        return to(addressee, 1);
    }

    /**
     * The words for a digest.
     *
     * @param events how many are collected: {@code event.count}; a title that does not use it gets it in brackets
     */
    public Content to(Addressee addressee, int events) {
        Variant variant = template.variant(addressee.locale());
        // Never kept for one person: there may be ten thousand of them.
        return variant.uses("recipient")
                ? render(variant, addressee, events, null)
                : rendered.computeIfAbsent(
                        new Same(variant, events, null), same -> render(variant, addressee, events, null));
    }

    /** A text of the rule other than its wording, on one line. */
    public String line(CompiledTemplate line, Addressee addressee, int limit) {
        return Text.oneLine(line.render(Values.of(values, addressee, 1), limit), limit);
    }

    /** The values the words for this recipient name and this event does not have. */
    public Set<String> unknownFor(Addressee addressee) {
        Set<String> unknown = new TreeSet<>();
        render(template.variant(addressee.locale()), addressee, 1, unknown);
        return unknown;
    }

    private Content render(Variant variant, Addressee addressee, int events, @Nullable Set<String> unknown) {
        Map<String, Object> all = Values.of(values, addressee, events);
        String title = variant.title().render(all, Content.MAX_TITLE, unknown);
        CompiledTemplate subject = variant.subject();
        CompiledTemplate html = variant.html();
        Content content = new Content(
                title,
                variant.body().render(all, Content.MAX_BODY, unknown),
                subject == null ? null : subject.render(all, Content.MAX_TITLE, unknown),
                html == null ? null : html.render(all, Content.MAX_HTML, unknown));
        return events == 1 || variant.title().uses("count") ? content : content.titled(title + " (" + events + ")");
    }
}
