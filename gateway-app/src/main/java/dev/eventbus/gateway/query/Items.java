package dev.eventbus.gateway.query;

import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list that is ordered by id.
 *
 * @param nextCursor where the list goes on, null at its end
 */
public record Items<T>(
        List<T> items, @Schema(nullable = true) @Nullable String nextCursor) {
    /** @param rows in order, as many as {@link PageQuery#rows()} at most */
    public static <T> Items<T> of(List<T> rows, PageQuery query, Function<T, String> id) {
        boolean goesOn = rows.size() > query.limit();
        List<T> items = rows.subList(0, Math.min(rows.size(), query.limit()));
        return new Items<>(List.copyOf(items), goesOn ? id.apply(items.getLast()) : null);
    }

    /** The same part of something else. */
    public <R> Items<R> map(Function<? super T, R> each) {
        return new Items<>(items.stream().map(each).toList(), nextCursor);
    }
}
