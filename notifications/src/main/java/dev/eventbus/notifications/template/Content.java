package dev.eventbus.notifications.template;

/**
 * What one recipient is told.
 *
 * @param title one line of at most {@value #MAX_TITLE} characters
 * @param body at most {@value #MAX_BODY} characters; may have line breaks
 */
public record Content(String title, String body) {
    public static final int MAX_TITLE = 200;
    public static final int MAX_BODY = 2_000;

    public Content {
        title = Text.oneLine(title, MAX_TITLE);
        body = Text.lines(body, MAX_BODY);
    }
}
