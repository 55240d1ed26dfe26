package dev.eventbus.notifications.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotificationIdTest {
    @Test
    void isTheFirst160BitsOfTheHashOfItsParts() {
        // printf 'demo\nevt-1\nnew-message\nuser-1' | openssl dgst -sha256 -binary | head -c 20 | basenc --base64url
        assertThat(NotificationId.of("demo", "evt-1", "new-message", "user-1"))
                .isEqualTo("NvlebiUzi-i8q-ty6nWqDiwrW5A");
    }

    @Test
    void differsWithEveryPartAndWithTheirBorders() {
        Set<String> ids = new HashSet<>();
        for (List<String> parts : List.of(
                List.of("a", "b", "c", "d"),
                List.of("x", "b", "c", "d"),
                List.of("a", "x", "c", "d"),
                List.of("a", "b", "x", "d"),
                List.of("a", "b", "c", "x"),
                List.of("ab", "b", "c", "d"),
                List.of("a", "bb", "c", "d"),
                List.of("b", "a", "c", "d"))) {
            ids.add(NotificationId.of(parts.get(0), parts.get(1), parts.get(2), parts.get(3)));
        }

        assertThat(ids).hasSize(8).allMatch(NotificationId::isWellFormed);
    }

    @Test
    void knowsAnIdWhenItSeesOne() {
        assertThat(List.of("", "x", "2026-11-21T08:09:50.123Z", "a".repeat(26), "a".repeat(28), "a".repeat(26) + "/"))
                .noneMatch(NotificationId::isWellFormed);
    }
}
