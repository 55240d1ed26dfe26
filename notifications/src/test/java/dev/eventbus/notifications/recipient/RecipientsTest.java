package dev.eventbus.notifications.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eventbus.notifications.Events;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientsTest {
    private final Recipients recipients = Recipients.builtIn();

    private List<String> users(RecipientSpec spec, String json) {
        return recipients.resolve(spec, Events.data(json)).userIds();
    }

    @Test
    void takesParticipantsExceptTheSender() {
        String json = "{\"senderId\":\"a\",\"participants\":[\"a\",\"b\",\"c\"]}";

        assertThat(users(RecipientSpec.participants(), json)).containsExactly("b", "c");
    }

    @Test
    void takesTheActorForTheSenderWhereThePayloadNamesNone() {
        assertThat(users(RecipientSpec.participants(), "{\"participants\":[\"actor-1\",\"b\"]}"))
                .containsExactly("b");
    }

    @Test
    void takesTheOwner() {
        assertThat(users(RecipientSpec.owner(), "{\"ownerId\":\"o\"}")).containsExactly("o");
    }

    @Test
    void takesTheUsersTheRuleLists() {
        assertThat(users(RecipientSpec.users(List.of("x", "y")), "{}")).containsExactly("x", "y");
    }

    @Test
    void followsJsonPointersToOneIdOrManyAndLeavesTheActorOutWhenAsked() {
        RecipientSpec spec = RecipientSpec.payload("/deal/owner", "/watchers/0", "/team");
        String json = "{\"deal\":{\"owner\":\"o\"},\"watchers\":[\"w\"],\"team\":[\"o\",\"actor-1\"]}";

        assertThat(users(spec, json)).containsExactly("o", "w", "actor-1");
        assertThat(users(spec.excludingActor(), json)).containsExactly("o", "w");
    }

    @Test
    void keepsEachUserOnceAndCountsWhatIsNoUserId() {
        String json =
                "{\"senderId\":\"s\",\"participants\":[\"b\",\"b\",\"\",\"x.y\",\"a b\",\"*\",\">\",5,null,{},\"c\"]}";

        Resolved resolved = recipients.resolve(RecipientSpec.participants(), Events.data(json));

        assertThat(resolved).isEqualTo(new Resolved(List.of("b", "c"), 8, 0, List.of()));
        assertThat(resolved.isComplete()).isFalse();
    }

    @Test
    void boundsTheNumberOfRecipients() {
        String ids = IntStream.range(0, 10_003).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));

        Resolved resolved =
                recipients.resolve(RecipientSpec.participants(), Events.data("{\"participants\":[" + ids + "]}"));

        assertThat(resolved.userIds()).hasSize(10_000).endsWith("u9999");
        assertThat(resolved.beyondLimit()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "5", "{\"participants\":null}", "{\"participants\":{\"a\":1}}"})
    void saysWhichFieldAnEventLacks(String json) {
        assertThatExceptionOfType(UnresolvableException.class)
                .isThrownBy(() -> users(RecipientSpec.participants(), json))
                .withMessageStartingWith("payload.participants must be");
    }

    @Test
    void refusesAnUnknownResolverAndABadPointer() {
        RecipientSpec unknown = new RecipientSpec("everybody", List.of(), false, List.of());

        assertThatExceptionOfType(UnresolvableException.class)
                .isThrownBy(() -> users(unknown, "{}"))
                .withMessageEndingWith("was \"everybody\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipientSpec.payload("ownerId"))
                .withMessageStartingWith("recipients.pointers must be JSON pointers");
    }
}
