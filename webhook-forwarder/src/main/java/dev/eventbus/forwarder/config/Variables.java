package dev.eventbus.forwarder.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables into values: <code>${VAR}</code> and <code>${VAR:-default}</code>, and files: <code>
 * ${file:/path}</code>; <code>$${</code> stands for a literal <code>${</code>. Works on parsed values, so a variable
 * cannot bring in keys.
 */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(:-(.*))?", Pattern.DOTALL);

    private static final String FILE = "file:";

    private final Map<String, String> environment;
    private final SecretFiles files;

    Variables(Map<String, String> environment, SecretFiles files) {
        this.environment = environment;
        this.files = files;
    }

    static boolean areIn(String text) {
        return text.contains("${");
    }

    /** @throws IllegalArgumentException naming the variable or file that is missing or the reference that is malformed */
    String substitute(String text) {
        return REFERENCE.matcher(text).replaceAll(match -> {
            boolean escaped = match.group(1) == null;
            return Matcher.quoteReplacement(escaped ? "${" : value(match.group(), match.group(1), match.group(2)));
        });
    }

    private String value(String whole, String inside, String end) {
        if (inside.startsWith(FILE) && !end.isEmpty()) {
            return files.read(inside.substring(FILE.length()));
        }
        Matcher reference = NAME.matcher(inside);
        if (end.isEmpty() || !reference.matches()) {
            throw new IllegalArgumentException(
                    "must not hold \"" + shown(whole)
                            + "\", which is no variable; write ${NAME}, ${NAME:-default}, ${file:/path}, or $${ for a literal ${");
        }
        String set = environment.get(reference.group(1));
        boolean hasDefault = reference.group(2) != null;
        if (hasDefault && (set == null || set.isEmpty())) {
            return reference.group(3);
        }
        return required(reference.group(1), set);
    }

    /** A default may be a secret; without its closing brace the reference is as long as the rest of the value. */
    private static String shown(String reference) {
        int value = reference.indexOf(":-");
        String shown = value < 0 ? reference : reference.substring(0, value + 2) + "...";
        return shown.substring(0, Math.min(60, shown.length())).replaceAll("[^\\x20-\\x7E]", "?");
    }

    private static String required(String name, @Nullable String set) {
        if (set == null) {
            throw new IllegalArgumentException("needs environment variable " + name
                    + ", which is not set; set it or write ${" + name + ":-default}");
        }
        return set;
    }
}
