package dev.eventbus.extensions;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.eventbus.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads payloads into the parameter type of a handler, and says where one does not fit. */
final class PayloadReader {
    private PayloadReader() {}

    static Object read(Payload payload, Class<?> type) {
        try {
            return payload.as(type);
        } catch (IllegalArgumentException e) {
            String path = e.getCause() instanceof JsonMappingException mapping ? path(mapping.getPath()) : "$";
            PayloadMismatchException own = saidByTheType(e);
            throw own != null
                    ? new PayloadMismatchException(
                            path + own.jsonPath().substring(1), String.valueOf(own.getMessage()), e)
                    : new PayloadMismatchException(path, message(type, path), e);
        }
    }

    // Not Jackson's own message: that quotes the value, and payloads belong neither in logs nor in reasons.
    private static String message(Class<?> type, String path) {
        return "payload does not fit " + type.getName() + " at " + path;
    }

    private static @Nullable PayloadMismatchException saidByTheType(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PayloadMismatchException own && own.jsonPath().startsWith("$")) {
                return own;
            }
        }
        return null;
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder("$");
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() != null) {
                path.append('.').append(reference.getFieldName());
            } else if (reference.getIndex() >= 0) {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.toString();
    }
}
