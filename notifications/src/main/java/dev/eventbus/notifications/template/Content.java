package dev.eventbus.notifications.template;

import org.jspecify.annotations.Nullable;

/**
 * What one recipient is told.
 *
 * @param title one line of at most {@value #MAX_TITLE} characters
 * @param body at most {@value #MAX_BODY} characters; may have line breaks
 * @param emailSubject one line like the title; null where the rule says nothing of its own
 * @param emailHtml at most {@value #MAX_HTML} characters; null where the rule says nothing of its own
 */
public record Content(
        String title,
        String body,
        @Nullable String emailSubject,
        @Nullable String emailHtml) {
    public static final int MAX_TITLE = 200;
    public static final int MAX_BODY = 2_000;
    public static final int MAX_HTML = 20_000;

    public Content {
        title = Text.oneLine(title, MAX_TITLE);
        body = Text.lines(body, MAX_BODY);
        emailSubject = emailSubject == null ? null : Text.oneLine(emailSubject, MAX_TITLE);
        emailHtml = emailHtml == null ? null : SafeHtml.orNull(emailHtml);
    }

    public Content(String title, String body) {
        this(title, body, null, null);
    }

    /** The subject of an e-mail: the rule's own, else the title. */
    public String subject() {
        return emailSubject == null || emailSubject.isEmpty() ? title : emailSubject;
    }

    /** The HTML of an e-mail: the rule's own, else title and body, escaped. */
    public String html() {
        return emailHtml == null || emailHtml.isBlank() ? SafeHtml.of(title, body) : emailHtml;
    }

    /** The same under another title. */
    Content titled(String other) {
        return new Content(other, body, emailSubject, emailHtml);
    }
}
