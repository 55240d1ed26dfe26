package dev.eventbus.notifications.template;

import dev.eventbus.notifications.event.EventData;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wording of a rule in its languages, over {@code event}, {@code payload} and {@code recipient}. A user's language
 * is looked for as {@code pt-BR}, then {@code pt}, then the default; a variant that lacks a text has it from there too.
 */
public final class ContentTemplate {
    private static final int MAX_LOCALES = 20;
    private static final String DEFAULT = "";

    private final Map<String, Variant> variants = new HashMap<>();

    private ContentTemplate() {}

    /** Throws {@link IllegalArgumentException} naming the template that is too long or no template. */
    public static ContentTemplate of(String title, String body) {
        return of(new Wording(title, body, null, null), Map.of());
    }

    /**
     * As {@link #of(String, String)}, in several languages.
     *
     * @param wording has a title and a body
     * @param locales more wordings by BCP 47 tag
     */
    public static ContentTemplate of(Wording wording, Map<String, Wording> locales) {
        if (locales.size() > MAX_LOCALES) {
            throw new IllegalArgumentException(
                    "template.locales must be at most " + MAX_LOCALES + ", were " + locales.size());
        }
        ContentTemplate template = new ContentTemplate();
        Variant standard = Variant.of("template", wording, null);
        template.variants.put(DEFAULT, standard);
        // Shorter tags first: they are what the longer ones fall back to.
        locales.keySet().stream()
                .sorted((a, b) -> a.length() == b.length() ? a.compareTo(b) : a.length() - b.length())
                .forEach(tag -> template.add(tag, locales.get(tag)));
        return template;
    }

    private void add(String tag, @Nullable Wording wording) {
        String field = "template.locales." + Templates.firstLine(tag);
        requireLanguageTag(field, tag);
        if (wording == null) {
            throw new IllegalArgumentException(field + " must be an object of templates");
        }
        if (variants.put(lower(tag), Variant.of(field, wording, variant(tag))) != null) {
            throw new IllegalArgumentException(field + " must be there once, whatever its case");
        }
    }

    private static void requireLanguageTag(String field, String tag) {
        try {
            if (!new Locale.Builder().setLanguageTag(tag).build().getLanguage().isEmpty()) {
                return;
            }
        } catch (IllformedLocaleException e) {
            // Said below.
        }
        throw new IllegalArgumentException(field + " must be a language tag such as de or pt-BR");
    }

    /** What to tell each recipient about one event; rendered once where it is the same for many. */
    public Rendering about(EventData data) {
        return new Rendering(this, data);
    }

    /** The languages there are wordings for, in lower case; the default, empty, comes first. */
    public List<String> locales() {
        return variants.keySet().stream().sorted().toList();
    }

    /** The variant for a locale, by its fall-back chain. */
    Variant variant(@Nullable String locale) {
        String tag = locale == null ? DEFAULT : lower(locale);
        while (true) {
            Variant found = variants.get(tag);
            if (found != null) {
                return found;
            }
            int end = tag.lastIndexOf('-');
            tag = end < 0 ? DEFAULT : tag.substring(0, end);
        }
    }

    private static String lower(String tag) {
        return tag.toLowerCase(Locale.ROOT);
    }

    /** All texts of one language, compiled. */
    record Variant(
            CompiledTemplate title,
            CompiledTemplate body,
            @Nullable CompiledTemplate subject,
            @Nullable CompiledTemplate html) {

        static Variant of(String field, Wording wording, @Nullable Variant fallback) {
            CompiledTemplate title = line(field + ".title", wording.title());
            CompiledTemplate body = text(field + ".body", wording.body());
            CompiledTemplate subject = line(field + ".emailSubject", wording.emailSubject());
            CompiledTemplate html =
                    wording.emailHtml() == null ? null : Templates.html(field + ".emailHtml", wording.emailHtml());
            if (fallback != null) {
                return new Variant(
                        title == null ? fallback.title : title,
                        body == null ? fallback.body : body,
                        subject == null ? fallback.subject : subject,
                        html == null ? fallback.html : html);
            }
            if (title == null || body == null) {
                throw new IllegalArgumentException(field + "." + (title == null ? "title" : "body") + " must be given");
            }
            return new Variant(title, body, subject, html);
        }

        boolean uses(String value) {
            return Arrays.asList(title, body, subject, html).stream()
                    .anyMatch(template -> template != null && template.uses(value));
        }

        private static @Nullable CompiledTemplate text(String field, @Nullable String source) {
            return source == null ? null : Templates.text(field, source);
        }

        private static @Nullable CompiledTemplate line(String field, @Nullable String source) {
            if (source == null) {
                return null;
            }
            if (source.length() > Content.MAX_TITLE) {
                throw new IllegalArgumentException(
                        field + " must be at most " + Content.MAX_TITLE + " characters, was " + source.length());
            }
            if (source.indexOf('\n') >= 0 || source.indexOf('\r') >= 0) {
                throw new IllegalArgumentException(field + " must be on one line");
            }
            return Templates.text(field, source);
        }
    }
}
