package dev.eventbus.notifications.template;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets conditions have decimal numbers: the engine knows only those that say at their end that they are. */
final class Decimals {
    private static final Pattern IF = Pattern.compile("\\{#(?:if|else if)\\s[^{}]*}");
    private static final Pattern DECIMAL_OR_TEXT =
            Pattern.compile("'[^']*'|\"[^\"]*\"|(?<![\\w.\\]])(\\d+\\.\\d+)(?![\\w.])");

    private Decimals() {}

    /** The template in the engine's words. */
    static String written(String template) {
        return IF.matcher(template)
                .replaceAll(tag -> Matcher.quoteReplacement(DECIMAL_OR_TEXT
                        .matcher(tag.group())
                        .replaceAll(part ->
                                Matcher.quoteReplacement(isDecimal(part) ? part.group() + "d" : part.group()))));
    }

    private static boolean isDecimal(MatchResult part) {
        return part.group(1) != null;
    }
}
