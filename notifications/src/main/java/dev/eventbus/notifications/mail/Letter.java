package dev.eventbus.notifications.mail;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says.
 *
 * @param subject one line
 * @param body plain
 * @param html a document or a part of one, null to make it of the body
 * @param unsubscribe the link that ends such mails, null if the platform has no address
 */
record Letter(
        String subject,
        String body,
        @Nullable String html,
        @Nullable String unsubscribe) {
    private static final int MAX_SUBJECT = 200;
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    Letter {
        String line = BREAKS.matcher(subject).replaceAll(" ").strip();
        subject = line.length() <= MAX_SUBJECT ? line : line.substring(0, MAX_SUBJECT - 1) + "…";
    }

    String text() {
        return unsubscribe == null ? body : body + "\n\n-- \nTo get no more e-mails about this:\n" + unsubscribe + '\n';
    }

    String asHtml() {
        String content = html != null ? html : "<p>" + escaped(body).replace("\n", "<br>\n") + "</p>";
        if (unsubscribe == null) {
            return content;
        }
        String footer = "<hr><p><a href=\"" + escaped(unsubscribe) + "\">Send me no more e-mails about this</a></p>";
        int end = content.lastIndexOf("</body>");
        return end < 0 ? content + footer : content.substring(0, end) + footer + content.substring(end);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
