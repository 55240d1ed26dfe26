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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles templates of untrusted authors. The engine knows values of maps, {@code or} / {@code ?:}, {@code #if} and
 * nothing else: no methods of objects, no loops, no includes, no evaluation of text. What is rendered into a template
 * is never read as one.
 */
public final class Templates {
    /** The longest text template, in characters. */
    public static final int MAX_SOURCE = 2_000;

    private static final int MAX_SECTIONS = 50;
    private static final Pattern CONSTRUCT = Pattern.compile("(?<!\\\\)\\{[!|@\\[{]");
    private static final Pattern SECTION = Pattern.compile("\\{#(\\w*)");
    private static final Set<String> KNOWN_SECTIONS = Set.of("if", "else");
    private static final Set<String> KNOWN_METHODS = Set.of("or", "?:");
    private static final Set<String> RAW = Set.of("raw", "safe");
    private static final Engine ENGINE = Engine.builder()
            .addValueResolvers(ValueResolvers.mapResolver(), ValueResolvers.orResolver(), ValueResolvers.thisResolver())
            .addSectionHelper(new IfSectionHelper.Factory())
            .addResultMapper(new OnlyScalars())
            .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
            .strictRendering(false)
            .build();

    private Templates() {}

    /**
     * Compiles a template whose output is plain text.
     *
     * @param field what the template is for, to be named in errors
     * @throws IllegalArgumentException if it is too long, or is no template of this kind
     */
    public static CompiledTemplate text(String field, String source) {
        return compile(field, source, Variant.TEXT_PLAIN, MAX_SOURCE);
    }

    /** As {@link #text}; the output is HTML, and every value is escaped for it. */
    public static CompiledTemplate html(String field, String source) {
        if (SafeHtml.runs(source)) {
            throw new IllegalArgumentException(field + " must have no scripts, frames and javascript: or data: links");
        }
        if (SafeHtml.hasLooseValue(source)) {
            throw new IllegalArgumentException(field + " must have values only in text and in quoted attributes");
        }
        return compile(field, source, Variant.TEXT_HTML, Content.MAX_HTML);
    }

    private static CompiledTemplate compile(String field, String source, String contentType, int most) {
        if (source.length() > most) {
            throw new IllegalArgumentException(
                    field + " must be at most " + most + " characters, was " + source.length());
        }
        requireKnownConstructs(field, source);
        try {
            Template template = ENGINE.parse(Decimals.written(source), Variant.forContentType(contentType));
            template.getExpressions().forEach(expression -> requireValue(field, expression));
            return new CompiledTemplate(template);
        } catch (TemplateException e) {
            throw new IllegalArgumentException(
                    field + " is not a valid template: " + firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    private static void requireKnownConstructs(String field, String source) {
        Matcher construct = CONSTRUCT.matcher(source);
        if (construct.find()) {
            throw new IllegalArgumentException(
                    field + " must only use values and {#if}, used " + construct.group() + "; write \\{ for a brace");
        }
        int sections = 0;
        Matcher section = SECTION.matcher(source);
        while (section.find()) {
            if (!KNOWN_SECTIONS.contains(section.group(1))) {
                throw new IllegalArgumentException(
                        field + " must only use values and {#if}, used " + firstLine(section.group()) + "}");
            }
            if (++sections > MAX_SECTIONS) {
                throw new IllegalArgumentException(field + " must have at most " + MAX_SECTIONS + " {#if} and {#else}");
            }
        }
    }

    private static void requireValue(String field, Expression expression) {
        if (expression.isLiteral()) {
            return;
        }
        List<Expression.Part> parts = expression.getParts();
        String root = parts.get(0).getName();
        String written = firstLine(expression.toOriginalString());
        if (expression.hasNamespace() || parts.get(0).isVirtualMethod() || !Values.ROOTS.contains(root)) {
            throw new IllegalArgumentException(field + " must only use event, payload and recipient, used " + written);
        }
        for (int i = 1; i < parts.size(); i++) {
            Expression.Part part = parts.get(i);
            String name = part.getName();
            if (part.isVirtualMethod()) {
                if (!KNOWN_METHODS.contains(name)) {
                    throw new IllegalArgumentException(
                            field + " must only use values, or and ?:, used " + firstLine(name) + " in " + written);
                }
                part.asVirtualMethod().getParameters().forEach(parameter -> requireValue(field, parameter));
            } else if (i > 1 && RAW.contains(name)) {
                throw new IllegalArgumentException(field + " must leave values escaped, used " + written);
            } else if (!Values.isPossible(root, i == 1 ? name : "")) {
                throw new IllegalArgumentException(field + " names a value that never exists: " + written);
            }
        }
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("").transform(line -> Text.oneLine(line, 200));
    }
}
