package dev.eventbus.notifications.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.EventKey;
import dev.eventbus.notifications.Events;
import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.recipient.RecipientSpec;
import dev.eventbus.notifications.recipient.Recipients;
import dev.eventbus.notifications.template.Addressee;
import dev.eventbus.notifications.template.Content;
import dev.eventbus.notifications.template.ContentTemplate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleIndexTest {
    private static Rule rule(String key, String pattern, boolean enabled) {
        return rule("demo", key, pattern, enabled);
    }

    private static Rule rule(String workspaceId, String key, String pattern, boolean enabled) {
        return new Rule(
                new RuleId(workspaceId, key, 1),
                new Trigger(EventKey.parsePattern(pattern), null, enabled),
                Priority.NORMAL,
                ContentTemplate.of("t", "b"),
                Set.of(ChannelKind.WEBSOCKET),
                RecipientSpec.owner(),
                Pacing.NONE);
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
    void keepsTheRulesOfEachWorkspaceToItselfAndPrefersThemToBuiltInOnes() {
        RuleIndex index = RuleIndex.of(List.of(rule("*", "built-in", "crm.deal.closed", true)));
        index.replace("other", List.of(rule("other", "built-in", "crm.deal.closed", false)));
        assertThat(matching(index, "crm.deal.closed")).containsExactly("built-in");

        index.replace("demo", List.of(rule("built-in", "crm.deal.lost", true), rule("own", "crm.deal.closed", true)));
        assertThat(matching(index, "crm.deal.closed")).containsExactly("own");
        assertThat(matching(index, "crm.deal.lost")).containsExactly("built-in");

        index.replace("demo", List.of(rule("own", "crm.deal.closed", true)));
        assertThat(matching(index, "crm.deal.closed")).containsExactly("built-in", "own");

        index.replace("demo", List.of());
        assertThat(matching(index, "crm.deal.closed")).containsExactly("built-in");
    }

    @Test
    void findsARuleInItsNewFormOnlyOnceItChanged() {
        RuleIndex index = RuleIndex.of(List.of());
        Rule before = rule("own", "crm.deal.closed", true);
        Rule after = new Rule(
                new RuleId("demo", "own", 2),
                before.trigger(),
                Priority.HIGH,
                before.template(),
                before.channels(),
                before.recipients(),
                before.pacing());

        index.replace("demo", List.of(before));
        index.replace("demo", List.of(after));

        assertThat(index.match(Events.event("crm.deal.closed", "{}", null).topic()))
                .containsExactly(after);
        assertThat(index.unchanged("demo", Set.of(before.id()))).isEmpty();
        assertThat(index.unchanged("demo", Set.of(after.id()))).containsExactly(after);
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

        assertThat(rule.template().about(data).to(new Addressee("u", null))).isEqualTo(new Content(title, body));
        assertThat(Recipients.builtIn().resolve(rule.recipients(), data).userIds())
                .containsExactly(users.split(","));
    }
}
