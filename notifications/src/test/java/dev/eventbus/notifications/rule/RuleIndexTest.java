package dev.eventbus.notifications.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eventbus.notifications.Events;
import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.recipient.RecipientSpec;
import dev.eventbus.notifications.recipient.Recipients;
import dev.eventbus.notifications.template.Content;
import dev.eventbus.notifications.template.ContentTemplate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleIndexTest {
    private static Rule rule(String key, String pattern, boolean enabled) {
        return new Rule(
                key,
                pattern,
                Priority.NORMAL,
                ContentTemplate.of("t", "b"),
                Set.of(ChannelKind.WEBSOCKET),
                RecipientSpec.owner(),
                enabled);
    }

    private static List<String> matching(RuleIndex index, String eventKey) {
        return index.match(Events.event(eventKey, "{}", null).topic()).stream()
                .map(Rule::key)
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "conversation.message_posted, new-message",
        "chat.conversation.message_posted, new-message",
        "conversation.created, conversation-created",
        "jobs.task.completed, task-completed",
        "task.failed, task-failed"
    })
    void hasTheBuiltInRules(String eventKey, String rule) {
        assertThat(matching(RuleIndex.of(BuiltInRules.all()), eventKey)).containsExactly(rule);
    }

    @ParameterizedTest
    @CsvSource({"conversation.closed", "message.posted", "chat.other.message_posted", "conversation.x.created"})
    void findsNothingForOtherEvents(String eventKey) {
        assertThat(matching(RuleIndex.of(BuiltInRules.all()), eventKey)).isEmpty();
    }

    @Test
    void findsAllRulesOfAnEventByWildcardsAndNoDisabledOne() {
        RuleIndex index = RuleIndex.of(List.of(
                rule("exact", "crm.deal.closed", true),
                rule("any-source", "deal.closed", true),
                rule("any-event", "crm.deal.*", true),
                rule("everything", "*.*", true),
                rule("disabled", "crm.deal.closed", false),
                rule("other", "crm.lead.closed", true)));

        assertThat(matching(index, "crm.deal.closed"))
                .containsExactly("any-event", "any-source", "everything", "exact");
    }

    @Test
    void refusesABadKeyOrPattern() {
        assertThatIllegalArgumentException().isThrownBy(() -> rule("a b", "x.y", true));
        assertThatIllegalArgumentException().isThrownBy(() -> rule("a", "x", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            conversation.message_posted | New message                      | hello                 | b,c
            conversation.created        | You were added to a conversation | hello                 | d
            task.completed              | Task completed                   | Task t-1 is done.     | o
            task.failed                 | Task failed                      | Task t-1 failed: boom | o
            """)
    void tellsTheRightPeopleTheRightThing(String eventKey, String title, String body, String users) {
        EventData data = EventData.of(Events.event(eventKey, """
                {"conversationId":"c-1","senderId":"a","participants":["a","b","c"],"added":["d"],"text":"hello",
                 "taskId":"t-1","ownerId":"o","error":"boom"}""", null));

        Rule rule = RuleIndex.of(BuiltInRules.all()).match(data.event().topic()).get(0);

        assertThat(rule.template().about(data).apply("u")).isEqualTo(new Content(title, body));
        assertThat(Recipients.builtIn().resolve(rule.recipients(), data).userIds())
                .containsExactly(users.split(","));
    }
}
