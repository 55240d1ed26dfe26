package dev.eventbus.gateway.paging;

import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, as the API answers it.
 *
 * @param nextCursor where the list goes on, null at its end
 */
public record Page<T>(
        List<T> items, @Schema(nullable = true) @Nullable String nextCursor) {
    /** @param rows in order, as many as {@link PageQuery#rows()} at most */
    public static <T> Page<T> of(List<T> rows, PageQuery query, Function<T, String> id) {
        boolean goesOn = rows.size() > query.limit();
        List<T> items = rows.subList(0, Math.min(rows.size(), query.limit()));
        return new Page<>(List.copyOf(items), goesOn ? id.apply(items.getLast()) : null);
    }

    /** The same page of something else. */
    public <R> Page<R> map(Function<? super T, R> each) {
        return new Page<>(items.stream().map(each).toList(), nextCursor);
    }
}
