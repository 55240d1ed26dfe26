package dev.eventbus.it.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a received body is about, in the words a person watching the console needs. */
final class Subject {

    private static final int LONGEST = 160;

    private Subject() {}

    static String of(ObjectMapper json, String body) {
        try {
            JsonNode envelope = json.readTree(body);
            String text =
                    envelope.path("subject").asText(envelope.path("eventKey").asText(""));
            return shown(text.isEmpty() ? body.length() + " characters" : text);
        } catch (JsonProcessingException e) {
            return body.length() + " characters";
        }
    }

    /** Senders choose these words: nothing of them may steer a terminal. */
    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
