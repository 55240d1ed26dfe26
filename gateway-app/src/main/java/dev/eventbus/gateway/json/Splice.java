package dev.eventbus.gateway.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts a member into a JSON object whose own bytes stay exactly as they are. */
public final class Splice {
    private Splice() {}

    /**
     * The object with one more member as its last.
     *
     * @param object ends in its closing bracket and has no member of the name
     * @param value any JSON value
     */
    public static byte[] member(byte[] object, String name, byte[] value) {
        int end = object.length - 1;
        if (end < 1 || object[end] != '}') {
            throw new IllegalArgumentException("object must end in '}'");
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream(object.length + name.length() + value.length + 4);
        json.write(object, 0, end);
        String before = (object[end - 1] == '{' ? "\"" : ",\"") + name + "\":";
        json.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        json.writeBytes(value);
        json.write('}');
        return json.toByteArray();
    }
}
