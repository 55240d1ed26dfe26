package dev.eventbus.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.eventbus.gateway.problem.FieldError;
import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import dev.eventbus.json.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks once over a JSON object and notes where its members are. Refuses whatever a later reader could stumble over:
 * other encodings than UTF-8, duplicate names, deep nesting, huge numbers, NUL and lone surrogates.
 */
final class ObjectScanner {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxStringLength(1 << 20)
                    .maxNumberLength(1_000)
                    .maxNameLength(1_000)
                    .build())
            .build();

    private final JsonParser parser;

    private ObjectScanner(JsonParser parser) {
        this.parser = parser;
    }

    static Map<String, Member> scan(byte[] json) {
        StorableText.requireUtf8(json);
        try (JsonParser parser = FACTORY.createParser(json)) {
            return new ObjectScanner(parser).object();
        } catch (IOException e) {
            throw new ProblemException(malformed("The body must be JSON."), e);
        }
    }

    private Map<String, Member> object() throws IOException {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ProblemException(malformed("The body must be a JSON object."));
            }
            Map<String, Member> members = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                StorableText.require(parser.currentName(), this::path);
                members.put(parser.currentName(), member());
            }
            if (parser.nextToken() != null) {
                throw new ProblemException(malformed("The body must be one JSON object; there was more after it."));
            }
            return members;
        } catch (StreamConstraintsException e) {
            throw refused("exceeds a limit: " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw refused("is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Member member() throws IOException {
        JsonToken kind = parser.nextToken();
        if (kind.isStructStart()) {
            int from = position() - 1;
            skipChecking();
            return new Member(kind, null, null, from, position());
        }
        checkScalar(kind);
        boolean isText = kind == JsonToken.VALUE_STRING;
        String value = parser.getText();
        return new Member(kind, isText ? value : null, isText ? null : value, 0, 0);
    }

    /** Only right behind a bracket: elsewhere the parser may have read ahead, or not to the end of a text. */
    private int position() {
        return (int) parser.currentLocation().getByteOffset();
    }

    private void skipChecking() throws IOException {
        for (int open = 1; open > 0; ) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new ProblemException(malformed("The body must be JSON; it ended too early."));
            }
            if (token.isStructStart()) {
                open++;
            } else if (token.isStructEnd()) {
                open--;
            } else {
                checkScalar(token);
            }
        }
    }

    private void checkScalar(JsonToken token) throws IOException {
        switch (token) {
            case FIELD_NAME -> StorableText.require(parser.currentName(), this::path);
            case VALUE_STRING ->
                StorableText.require(
                        parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), this::path);
            case VALUE_NUMBER_FLOAT -> StorableText.requireModestExponent(parser.getText(), this::path);
            default -> {}
        }
    }

    private ProblemException refused(String what, Exception cause) {
        String path = path();
        Problem problem = malformed("The body " + what + ".");
        List<FieldError> errors = path.isEmpty() ? List.of() : List.of(new FieldError(path, what));
        return new ProblemException(new Problem(400, problem.code(), problem.detail(), errors, null), cause);
    }

    private static Problem malformed(String detail) {
        return Problem.of(400, "MALFORMED_JSON", detail);
    }

    /** Where the parser stands, names and indexes joined by dots; cut, because a client chose the names. */
    private String path() {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = parser.getParsingContext(); at != null && !at.inRoot(); at = at.getParent()) {
            String step = at.inObject() ? at.getCurrentName() : Integer.toString(at.getCurrentIndex());
            if (step != null) { // before the first name there is none
                path.insert(0, path.isEmpty() ? step : step + ".");
            }
        }
        return StorableText.replaceUnstorable(path.length() > 200 ? path.substring(0, 200) + "…" : path.toString());
    }
}
