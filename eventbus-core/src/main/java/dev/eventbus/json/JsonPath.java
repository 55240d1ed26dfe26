package dev.eventbus.json;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import java.util.List;

/** Says where in a JSON text something is, as in {@code $.items[2].name}. */
final class JsonPath {
    private static final int MOST = 200;

    private JsonPath() {}

    static String of(List<Reference> path) {
        StringBuilder text = new StringBuilder("$");
        for (Reference reference : path) {
            if (reference.getFieldName() != null) {
                text.append('.').append(reference.getFieldName());
            } else if (reference.getIndex() >= 0) {
                text.append('[').append(reference.getIndex()).append(']');
            }
        }
        return text.length() <= MOST ? text.toString() : text.substring(0, MOST) + "…";
    }
}
