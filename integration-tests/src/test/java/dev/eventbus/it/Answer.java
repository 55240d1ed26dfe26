package dev.eventbus.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What an HTTP request was answered.
 *
 * @param retryAfter seconds, -1 when it says nothing of that
 */
public record Answer(int status, String contentType, int retryAfter, String text) {

    /** The JSON body. */
    public JsonNode body() {
        return Api.parse(text);
    }

    /** The fields that a problem names. */
    public List<String> fields() {
        return Platform.each(body().path("errors"), "field");
    }

    /** This answer, when it has that status. */
    public Answer expect(int wanted) {
        if (status != wanted) {
            throw new AssertionError("Expected " + wanted + " but was " + status + ": " + text);
        }
        return this;
    }
}
