package dev.eventbus.notifications.template;

import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.IfSectionHelper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.ValueResolvers;
import io.quarkus.qute.Variant;
import java.util.List;
import java.util.Set;

/**
 * Compiles templates of untrusted authors. The engine knows values of maps, {@code or} / {@code ?:}, {@code #if} and
 * nothing else: no methods of objects, no loops, no includes, no evaluation of text. What is rendered into a template
 * is never read as one.
 */
public final class Templates {
    /** The longest template text, in characters. */
    public static final int MAX_SOURCE = 2_000;

    private static final Set<String> ROOTS = Set.of("event", "payload", "recipient");
    private static final Engine STRICT = engine(true);
    private static final Engine LENIENT = engine(false);

    private Templates() {}

    /**
     * Compiles a template whose output is plain text.
     *
     * @param field what the template is for, to be named in errors
     * @throws IllegalArgumentException if it is too long, or is no template of this kind
     */
    public static CompiledTemplate text(String field, String source) {
        return compile(field, source, Variant.TEXT_PLAIN);
    }

    /** As {@link #text}; the output is HTML, and every value is escaped for it. */
    public static CompiledTemplate html(String field, String source) {
        return compile(field, source, Variant.TEXT_HTML);
    }

    private static CompiledTemplate compile(String field, String source, String contentType) {
        if (source.length() > MAX_SOURCE) {
            throw new IllegalArgumentException(
                    field + " must be at most " + MAX_SOURCE + " characters, was " + source.length());
        }
        try {
            Variant variant = Variant.forContentType(contentType);
            Template strict = STRICT.parse(source, variant);
            strict.getExpressions().forEach(expression -> requireKnownRoot(field, expression));
            return new CompiledTemplate(strict, LENIENT.parse(source, variant));
        } catch (TemplateException e) {
            throw new IllegalArgumentException(
                    field + " is not a valid template: " + firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    private static void requireKnownRoot(String field, Expression expression) {
        if (expression.isLiteral()) {
            return;
        }
        String root = expression.getParts().get(0).getName();
        if (expression.hasNamespace() || !ROOTS.contains(root)) {
            throw new IllegalArgumentException(field + " must only use event, payload and recipient, used "
                    + firstLine(expression.toOriginalString()));
        }
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("").transform(line -> Text.oneLine(line, 200));
    }

    private static Engine engine(boolean strict) {
        return Engine.builder()
                .addValueResolvers(
                        ValueResolvers.mapResolver(), ValueResolvers.orResolver(), ValueResolvers.thisResolver())
                .addSectionHelper(new IfSectionHelper.Factory())
                .addResultMapper(new OnlyScalars())
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .strictRendering(strict)
                .build();
    }
}
