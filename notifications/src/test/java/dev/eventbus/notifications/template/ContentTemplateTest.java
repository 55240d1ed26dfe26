package dev.eventbus.notifications.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eventbus.notifications.Events;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTemplateTest {
    private static String body(String template, String json) {
        return ContentTemplate.of("t", template)
                .about(Events.data(json))
                .to(new Addressee("user-1", null))
                .body();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {payload.text}                                  | hello
                    {payload.deep.name}                             | Ann
                    {payload.n}                                     | 7
                    {payload.missing ?: 'nothing'}                  | nothing
                    {payload.missing.or('nothing')}                 | nothing
                    {#if payload.yes}on{#else}off{/if}              | on
                    {#if payload.missing}on{#else}off{/if}          | off
                    {#if payload.n > 3}many{/if}                    | many
                    {#if payload.n > 6.5}many 6.5{/if}              | many 6.5
                    {#if payload.n < 1}few{#else if payload.n < 7.5}some{/if} | some
                    {event.key} {event.id} {event.workspaceId}      | conversation.message_posted evt-1 demo
                    {event.resourceId} {event.actor} {event.source} | res-1 actor-1 chat
                    {event.timestamp}                               | 2026-11-21T08:09:50.123Z
                    for {recipient.id}                              | for user-1
                    """)
    void rendersValuesOfEventPayloadAndRecipient(String template, String expected) {
        String json = "{\"text\":\"hello\",\"n\":7,\"yes\":true,\"deep\":{\"name\":\"Ann\"}}";

        assertThat(body(template, json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{payload.missing}",
                "{payload.a.b.c}",
                "{payload.nothing}",
                "{payload.nothing.deeper}",
                "{payload.text.class}",
                "{payload.text.class.name}",
                "{payload.getClass}",
                "{payload.class.classLoader}",
                "{payload.text.bytes}",
                "{payload.text.length}",
                "{payload.list.size}",
                "{payload.raw}",
                "{payload.list}",
                "{payload}",
                "{event}",
                "{payload.entrySet}"
            })
    void rendersNothingForWhatIsUnknownOrNoScalar(String template) {
        assertThat(body(template, "{\"text\":\"hello\",\"n\":7,\"nothing\":null,\"list\":[1,2]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{#for i in payload.list}x{/for}",
                "{#each payload.list}x{/each}",
                "{#eval payload.text /}",
                "{#include other /}",
                "{#insert x}{/insert}",
                "{#let a=1}{a}{/let}",
                "{#fragment id=x}{/fragment}",
                "{#when payload.n}{#is 1}x{/when}",
                "{#cached}x{/cached}",
                "{payload.text.raw}",
                "{payload.text.safe}",
                "{payload.text.repeat(1000000)}",
                "{payload.n + 1}",
                "{payload.getClass()}",
                "{payload.missing ?: config:secret}",
                "{payload.missing.or(inject:bean)}",
                "{event.secret}",
                "{event.id.bytes}",
                "{recipient.email}",
                "{event('x')}",
                "{! comment !}",
                "{|{payload.text}|}",
                "{@java.lang.String payload}",
                "{[payload.text]}",
                "{#if payload.text}{#if inject:x}a{/if}{/if}",
                "{inject:bean.secret}",
                "{cdi:bean}",
                "{config:quarkus}",
                "{str:eval('x')}",
                "{data:payload.text}",
                "{T(java.lang.Runtime)}",
                "{java.lang.Runtime}",
                "{unknown}",
                "{this}",
                "{payload.text",
                "{#if payload.text}x",
                "{/if}"
            })
    void refusesWhatIsNoValueAndNoIf(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContentTemplate.of("t", template))
                .withMessageStartingWith("template.body ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{payload.secret}",
                "{#for i in 2000000000}x{/for}",
                "{#eval payload.text /}",
                "{inject:bean}",
                "{{payload.secret}}",
                "{recipient.id}",
                "{unclosed",
                "{|{payload.secret}|}"
            })
    void neverReadsUserTextAsATemplate(String text) {
        String json = "{\"secret\":\"s3cret\",\"text\":\"" + text + "\"}";

        assertThat(body("{payload.text}", json)).isEqualTo(text);
        assertThat(body("{payload.missing ?: payload.text}", json)).isEqualTo(text);
    }

    @Test
    void keepsTheTitleOnOneLine() {
        ContentTemplate template = ContentTemplate.of("Hi {payload.name}", "{payload.name}");

        Content content = template.about(Events.data("{\"name\":\"a\\r\\nBcc: x@y\\u0000\\u2028z\"}"))
                .to(new Addressee("u", null));

        assertThat(content.title()).isEqualTo("Hi a  Bcc: x@y  z");
        assertThat(content.body()).isEqualTo("a \nBcc: x@y  z");
    }

    @Test
    void cutsWhatIsTooLong() {
        ContentTemplate template = ContentTemplate.of("{payload.text}", "{payload.text}");

        Content content = template.about(Events.data("{\"text\":\"" + "x".repeat(5_000) + "\"}"))
                .to(new Addressee("u", null));

        assertThat(content.title()).hasSize(Content.MAX_TITLE).endsWith("x…");
        assertThat(content.body()).hasSize(Content.MAX_BODY).endsWith("x…");
    }

    @Test
    void leavesWhatJustFitsAndCutsNoPairInHalf() {
        assertThat(new Content("x".repeat(200), "").title()).isEqualTo("x".repeat(200));
        assertThat(new Content("x".repeat(198) + "😀😀", "").title()).isEqualTo("x".repeat(198) + "…");
        assertThat(new Content("a\ud800b", "").title()).isEqualTo("a\ufffdb");
    }

    @Test
    void boundsTheTemplateItself() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContentTemplate.of("x".repeat(201), ""))
                .withMessage("template.title must be at most 200 characters, was 201");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContentTemplate.of("", "x".repeat(2_001)))
                .withMessage("template.body must be at most 2000 characters, was 2001");
    }

    @Test
    void writesNoMoreThanTheLimitHoweverOftenAValueIsNamed() {
        Map<String, ?> data = Map.of("payload", Map.of("text", "x".repeat(1_000_000)));

        String text = Templates.text("t", "{payload.text}".repeat(140)).render(data, 2_000);

        assertThat(text).hasSize(2_001);
    }

    @Test
    void escapesInHtmlOnly() {
        Map<String, ?> data = Map.of("payload", Map.of("text", "<b onload='x'>&"));

        assertThat(Templates.html("t", "<i>{payload.text}</i>").render(data, 200))
                .isEqualTo("<i>&lt;b onload=&#39;x&#39;&gt;&amp;</i>");
        assertThat(Templates.text("t", "{payload.text}").render(data, 200)).isEqualTo("<b onload='x'>&");
    }

    @Test
    void namesTheUnknownValueWhenStrict() {
        CompiledTemplate template = Templates.text("t", "{payload.nmae}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.renderStrictly(Map.of("payload", Map.of("name", "x")), 200))
                .withMessageContaining("nmae");
    }

    @Test
    void rendersABodyOfTwoBytesPerCharacter() {
        assertThat(body("{payload.text}", "{\"text\":\"žluťoučký 😀\"}").getBytes(StandardCharsets.UTF_8))
                .isEqualTo("žluťoučký 😀".getBytes(StandardCharsets.UTF_8));
    }
}
