package dev.eventbus.notifications.template;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HTML of e-mails that carries nobody's scripts. */
final class SafeHtml {
    // Compared after white space and control characters are gone: browsers ignore them within a scheme.
    private static final Pattern RUNS =
            Pattern.compile("(?:href|src|action|background|data)=[\"']?(?:javascript|vbscript|data):|<script|<iframe");
    private static final Pattern IGNORED = Pattern.compile("[\\p{Cntrl}\\s]+");

    private SafeHtml() {}

    /** Null where a value made a link run something, or where it is too long: half a document is none. */
    static @Nullable String orNull(String html) {
        if (html.length() > Content.MAX_HTML) {
            return null;
        }
        String clean = Text.lines(html, Content.MAX_HTML);
        return runs(clean) ? null : clean;
    }

    static boolean runs(String html) {
        return RUNS.matcher(IGNORED.matcher(html).replaceAll("").toLowerCase(Locale.ROOT))
                .find();
    }

    /** Whether a value stands within a tag and not in quotes, where it could add attributes; escaping is no help there. */
    static boolean hasLooseValue(String template) {
        boolean inTag = false;
        char quote = 0;
        for (int i = 0; i < template.length() - 1; i++) {
            char c = template.charAt(i);
            char next = template.charAt(i + 1);
            if (!inTag) {
                inTag = c == '<' && (Character.isLetter(next) || next == '{');
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '{' && Character.isLetter(next)) {
                return true;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                inTag = false;
            }
        }
        return false;
    }

    static String of(String title, String body) {
        return "<!doctype html>\n<html><body><p><strong>" + escape(title) + "</strong></p><p>"
                + escape(body).replace("\n", "<br>\n") + "</p></body></html>\n";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
