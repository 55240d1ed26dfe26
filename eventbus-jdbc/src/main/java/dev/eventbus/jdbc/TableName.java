package dev.eventbus.jdbc;

import dev.eventbus.topic.Segments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Names a table in statements.
 *
 * @param name {@code [schema.]table}, each of {@code a-z}, {@code 0-9} and {@code _}, not beginning with a digit, at
 *     most 48 characters long
 */
public record TableName(String name) {
    private static final String PART = "[a-z_][a-z0-9_]{0,47}";
    private static final Pattern SHAPE = Pattern.compile("(" + PART + "\\.)?" + PART);

    public TableName {
        if (!SHAPE.matcher(name).matches()) {
            throw new IllegalArgumentException("table must be [schema.]table of a-z, 0-9 and _, each at most 48"
                    + " characters and without a digit in front, was " + Segments.quoted(name));
        }
    }

    /** For use in a statement; quoted, so that it may be a word of SQL. */
    public String quoted() {
        return '"' + name.replace(".", "\".\"") + '"';
    }

    /**
     * The statements of a resource file, with this name in place of the file's own.
     *
     * @param owner in whose package the file is
     * @param itsName the table's name in the file; names of indexes begin with it
     */
    public String ddl(Class<?> owner, String file, String itsName) {
        String table = name.substring(name.indexOf('.') + 1);
        return text(owner, file).replaceAll(itsName + "(?=_)", table).replaceAll("\\b" + itsName + "\\b", quoted());
    }

    private static String text(Class<?> owner, String file) {
        try (InputStream in = owner.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing beside " + owner.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }
}
