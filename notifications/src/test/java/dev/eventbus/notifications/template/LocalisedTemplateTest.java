package dev.eventbus.notifications.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eventbus.notifications.Events;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalisedTemplateTest {
    private static final ContentTemplate TEMPLATE = ContentTemplate.of(
            new Wording("Hello", "body", "subject", "<p>{payload.text}</p>"),
            Map.of(
                    "de", new Wording("Hallo", null, null, null),
                    "de-AT", new Wording(null, "Servus {payload.text}", null, null),
                    "pt-BR", new Wording("Oi", "corpo", "assunto", null)));

    private static Content content(String locale, String json) {
        return TEMPLATE.about(Events.data(json)).to(new Addressee("u", locale));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,       Hello, body,     subject
            en,      Hello, body,     subject
            de,      Hallo, body,     subject
            DE-at,   Hallo, Servus x, subject
            de-CH,   Hallo, body,     subject
            de-AT-1996, Hallo, Servus x, subject
            pt-BR,   Oi,    corpo,    assunto
            pt,      Hello, body,     subject
            x--y,    Hello, body,     subject
            """)
    void fallsBackFromRegionToLanguageToDefaultForEachText(String locale, String title, String body, String subject) {
        Content content = content(locale, "{\"text\":\"x\"}");

        assertThat(content.title()).isEqualTo(title);
        assertThat(content.body()).isEqualTo(body);
        assertThat(content.subject()).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "de_DE", "x", "a-very-long-subtag", "d e", "de\n"})
    void refusesWhatIsNoLanguageTag(String tag) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContentTemplate.of(
                        new Wording("t", "b", null, null), Map.of(tag, new Wording("t", null, null, null))))
                .withMessageStartingWith("template.locales.");
    }

    @Test
    void makesTheMailOfTitleAndBodyWhereTheRuleHasNone() {
        Content content = new Content("<Deal>", "a & b\n\"c\"");

        assertThat(content.subject()).isEqualTo("<Deal>");
        assertThat(content.html()).contains("<strong>&lt;Deal&gt;</strong>").contains("a &amp; b<br>\n&quot;c&quot;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:x",
                "java\\tscript:x",
                " javascript:x",
                "vbscript:x",
                "data:text/html,x"
            })
    void neverLinksToWhatRuns(String url) {
        ContentTemplate template =
                ContentTemplate.of(new Wording("t", "b", null, "<a href=\"{payload.url}\">x</a>"), Map.of());

        Content content =
                template.about(Events.data("{\"url\":\"" + url + "\"}")).to(new Addressee("u", null));

        assertThat(content.emailHtml()).isNull();
        assertThat(content.html()).contains("<strong>t</strong>").doesNotContain("script:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href={payload.url}>x</a>",
                "<a {payload.attributes}>x</a>",
                "<{payload.tag}>x</a>",
                "<p>ok</p><b class='a' {payload.x}>",
                "<a href= {payload.url}>x</a>"
            })
    void refusesAValueWhereEscapingIsNoHelp(String html) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Templates.html("template.emailHtml", html))
                .withMessageContaining("quoted attributes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>{payload.x}</p>",
                "<a href=\"{payload.url}\" title='{payload.x ?: 'y'}'>{payload.x}</a>",
                "<p {#if payload.x}class=\"{payload.x}\"{/if}>{payload.y}</p>",
                "1 < 2 {payload.x}",
                "<!-- a > b --> {payload.x}"
            })
    void takesAValueInTextAndInQuotes(String html) {
        assertThat(Templates.html("template.emailHtml", html)).isNotNull();
    }

    @Test
    void linksAnywhereElse() {
        ContentTemplate template =
                ContentTemplate.of(new Wording("t", "b", null, "<a href=\"{payload.url}\">x</a>"), Map.of());

        Content content = template.about(Events.data("{\"url\":\"https://a.b/?q=1&r=\\\"\"}"))
                .to(new Addressee("u", null));

        assertThat(content.html()).isEqualTo("<a href=\"https://a.b/?q=1&amp;r=&quot;\">x</a>");
    }

    @Test
    void keepsNoHalfOfAMailThatIsTooLong() {
        assertThat(content(null, "{\"text\":\"" + "x".repeat(Content.MAX_HTML) + "\"}")
                        .emailHtml())
                .isNull();
    }

    @Test
    void keepsTheSubjectOnOneLine() {
        ContentTemplate template = ContentTemplate.of(new Wording("t", "b", "Re: {payload.text}", null), Map.of());

        assertThat(template.about(Events.data("{\"text\":\"a\\r\\nBcc: x@y.z\"}"))
                        .to(new Addressee("u", null))
                        .subject())
                .isEqualTo("Re: a  Bcc: x@y.z");
    }

    @Test
    void countsTheEventsOfADigest() {
        ContentTemplate plain = ContentTemplate.of("News", "b");
        ContentTemplate counting = ContentTemplate.of("{event.count} news", "b");
        Addressee reader = new Addressee("u", null);

        assertThat(plain.about(Events.data("{}")).to(reader, 1).title()).isEqualTo("News");
        assertThat(plain.about(Events.data("{}")).to(reader, 3).title()).isEqualTo("News (3)");
        assertThat(counting.about(Events.data("{}")).to(reader, 3).title()).isEqualTo("3 news");
    }
}
