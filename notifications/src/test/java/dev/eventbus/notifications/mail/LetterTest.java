package dev.eventbus.notifications.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LetterTest {
    @Test
    void keepsTheSubjectToOneLineOfBoundedLength() {
        assertThat(new Letter("a\r\nBcc: eve@example.com\u2028b\0", "", null, null).subject())
                .isEqualTo("a Bcc: eve@example.com b");
        assertThat(new Letter("x".repeat(300), "", null, null).subject()).hasSize(200);
    }

    @Test
    void makesHtmlOfTheBodyWhereThereIsNone() {
        assertThat(new Letter("s", "a <b>\n& \"c\"", null, null).asHtml())
                .isEqualTo("<p>a &lt;b&gt;<br>\n&amp; &quot;c&quot;</p>");
    }

    @Test
    void hasTheWayOutInBothParts() {
        Letter letter = new Letter("s", "text", "<html><body>x</body></html>", "https://a/u/1?a=1&b=2");

        assertThat(letter.text()).startsWith("text\n\n-- \n").endsWith("https://a/u/1?a=1&b=2\n");
        assertThat(letter.asHtml())
                .contains("href=\"https://a/u/1?a=1&amp;b=2\"")
                .endsWith("</p></body></html>");
    }
}
