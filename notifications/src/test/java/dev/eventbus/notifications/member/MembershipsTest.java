package dev.eventbus.notifications.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventbus.notifications.Events;
import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.recipient.RecipientResolver;
import dev.eventbus.notifications.recipient.RecipientSpec;
import dev.eventbus.notifications.recipient.Recipients;
import dev.eventbus.notifications.recipient.Resolved;
import dev.eventbus.notifications.recipient.UnresolvableException;
import dev.eventbus.notifications.signal.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembershipsTest {
    private final ObjectMapper mapper = new ObjectMapper();
    private final List<JsonNode> questions = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private Function<JsonNode, String> gateway =
            question -> "{\"items\":[{\"userId\":\"a\",\"email\":\"a@b.c\",\"role\":\"OWNER\"}]}";

    private final Memberships memberships = new Memberships(
            new Signals() {
                @Override
                public void broadcast(String channel, byte[] body) {}

                @Override
                public CompletionStage<byte[]> request(String channel, byte[] body, Duration timeout) {
                    JsonNode question = json(body);
                    questions.add(question);
                    String answer = gateway.apply(question);
                    return answer.isEmpty()
                            ? CompletableFuture.failedStage(new TimeoutException())
                            : CompletableFuture.completedStage(answer.getBytes(StandardCharsets.UTF_8));
                }
            },
            mapper,
            () -> now);

    private JsonNode json(byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void remembersWhoIsAMemberAndWhoIsNotForAMinute() {
        assertThat(memberships.find("w", List.of("a", "x"))).containsOnlyKeys("a");
        assertThat(memberships.find("w", List.of("x", "a"))).containsOnlyKeys("a");
        assertThat(questions).hasSize(1);

        now = now.plusSeconds(60);
        memberships.find("w", List.of("a"));
        memberships.find("other", List.of("a"));

        assertThat(questions).hasSize(3);
        assertThat(questions.get(0).toString()).isEqualTo("{\"workspaceId\":\"w\",\"userIds\":[\"a\",\"x\"]}");
    }

    @Test
    void asksForAThousandAtOnce() {
        memberships.find("w", IntStream.range(0, 2_500).mapToObj(i -> "u" + i).toList());

        assertThat(questions.stream().map(question -> question.path("userIds").size()))
                .containsExactly(1_000, 1_000, 500);
    }

    @Test
    void asksNoMoreForSomeSecondsWhereNobodyAnswered() {
        gateway = question -> "";
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(UnansweredException.class).isThrownBy(() -> memberships.find("w", List.of("a")));
        }
        assertThat(questions).hasSize(1);

        now = now.plusSeconds(6);
        gateway = question -> "nonsense";
        assertThatExceptionOfType(UnansweredException.class).isThrownBy(() -> memberships.find("w", List.of("a")));
        assertThat(questions).hasSize(2);
    }

    @Test
    void resolvesMembersInPartsAndNoMoreThanAllowed() {
        gateway = question -> {
            int from = Integer.parseInt(question.path("after").asText("u0").substring(1));
            String items = IntStream.range(from, from + 1_000)
                    .mapToObj(i -> "{\"userId\":\"u" + (i + 1) + "\",\"role\":\"MEMBER\"}")
                    .collect(Collectors.joining(","));
            return "{\"items\":[" + items + "],\"next\":\"u" + (from + 1_000) + "\"}";
        };
        Recipients recipients = Recipients.of(memberships, List.of());

        Resolved resolved = recipients.resolve(RecipientSpec.members(List.of("MEMBER")), Events.data("{}"));

        assertThat(resolved.userIds()).hasSize(10_000).startsWith("u1").endsWith("u10000");
        assertThat(resolved.beyondLimit()).isPositive();
        assertThat(questions).hasSize(11);
        assertThat(questions.get(10).path("after").asText()).isEqualTo("u10000");
        assertThat(questions.get(0).path("roles").get(0).asText()).isEqualTo("MEMBER");
    }

    @Test
    void leavesOutWhoIsKnownToBeNoMember() {
        Recipients recipients = Recipients.of(memberships, List.of());
        RecipientSpec users = RecipientSpec.users(List.of("a", "x"));

        Resolved known = recipients.resolve(users, Events.data("{}"));
        gateway = question -> "";
        now = now.plusSeconds(61);
        Resolved unknown = recipients.resolve(users, Events.data("{}"));

        assertThat(known.userIds()).containsExactly("a");
        assertThat(known.strangers()).containsExactly("x");
        assertThat(unknown.userIds()).containsExactly("a", "x");
        assertThatExceptionOfType(UnansweredException.class)
                .isThrownBy(() -> recipients.resolve(RecipientSpec.members(List.of()), Events.data("{}")));
    }

    /** As somebody outside of this module may write one. */
    private record Own(List<String> ids) implements RecipientResolver {
        @Override
        public String name() {
            return "own";
        }

        @Override
        public List<String> resolve(RecipientSpec spec, EventData data) {
            if (ids.isEmpty()) {
                throw new IllegalStateException("it broke");
            }
            return ids;
        }
    }

    @Test
    void takesResolversOfOthersAndTheirFaultsAsTheRules() {
        RecipientSpec spec = new RecipientSpec("own", List.of(), false, List.of());

        assertThat(Recipients.of(memberships, List.of(new Own(List.of("a", "x"))))
                        .resolve(spec, Events.data("{}"))
                        .userIds())
                .containsExactly("a");
        assertThatExceptionOfType(UnresolvableException.class)
                .isThrownBy(() ->
                        Recipients.of(memberships, List.of(new Own(List.of()))).resolve(spec, Events.data("{}")))
                .withMessageContaining("own failed")
                .withMessageContaining("it broke");
    }
}
