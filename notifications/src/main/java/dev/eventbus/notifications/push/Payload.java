package dev.eventbus.notifications.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Writes a message's JSON and shortens its words until a push service will take it. */
final class Payload {
    private static final ObjectWriter JSON = JsonMapper.builder().build().writer();
    private static final String CUT = "…";

    private Payload() {}

    /**
     * The whole message if it fits, else with less of its body, and if need be of its title.
     *
     * @param most how many bytes of UTF-8
     * @param form makes what is written of a title and a body: maps, texts and numbers
     */
    static byte[] fit(Message message, int most, BiFunction<String, String, Object> form) {
        String title = message.notification().title();
        String body = message.notification().body();
        byte[] whole = write(form.apply(title, body));
        if (whole.length <= most) {
            return whole;
        }
        byte[] lessBody = longest(body, most, shorter -> form.apply(title, shorter));
        return lessBody.length <= most ? lessBody : longest(title, most, shorter -> form.apply(shorter, ""));
    }

    /** Halves the way between "too long" and "fits": how long JSON gets is known only when it is written. */
    private static byte[] longest(String text, int most, Function<String, Object> form) {
        byte[] best = write(form.apply(""));
        int fits = 0;
        int tooMany = text.codePointCount(0, text.length());
        while (tooMany - fits > 1) {
            int tried = (fits + tooMany) / 2;
            byte[] written = write(form.apply(text.substring(0, text.offsetByCodePoints(0, tried)) + CUT));
            if (written.length <= most) {
                fits = tried;
                best = written;
            } else {
                tooMany = tried;
            }
        }
        return best;
    }

    static byte[] write(Object json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write a push message: " + e.getOriginalMessage(), e);
        }
    }
}
