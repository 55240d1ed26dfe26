package dev.eventbus.notifications.member;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a workspace's members, by user id.
 *
 * @param next where the list goes on, null at its end
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record MemberPage(
        @Nullable List<Member> items, @Nullable String next) {
    /** Those on this page, in order. */
    public Stream<Member> stream() {
        return items == null ? Stream.of() : items.stream();
    }
}
