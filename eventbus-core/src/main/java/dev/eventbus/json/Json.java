package dev.eventbus.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bus's Jackson: the limits and settings that hold for every JSON text it reads or writes. */
public final class Json {
    /** The deepest nesting of a payload that is read. */
    public static final int MAX_DEPTH = 64;

    /** What a transport has carried must be readable: no string is longer than the largest message of any of them. */
    private static final int MAX_STRING = 64 << 20;

    /** An envelope is one level around a payload, so that whatever may be sent can be read again. */
    private static final JsonFactory ENVELOPES = factory(MAX_DEPTH + 1);

    private static final ObjectMapper MAPPER = JsonMapper.builder(factory(MAX_DEPTH))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private static final ObjectReader EXACT_TREES = MAPPER.readerFor(JsonNode.class)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private Json() {}

    /** UTF-8 only: what is spliced into an envelope or sliced out of one must have the envelope's encoding. */
    private static JsonFactory factory(int depth) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxStringLength(MAX_STRING)
                        .maxNumberLength(1_000)
                        .maxNameLength(1_000)
                        .build())
                .build();
    }

    static JsonFactory envelopes() {
        return ENVELOPES;
    }

    /** Throws {@link IllegalArgumentException} unless the bytes are exactly one JSON value within the limits. */
    public static void requireOneValue(byte[] json) {
        requireUtf8("payload", json);
        if (PlainJson.isOneValue(json)) {
            return;
        }
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("payload must be a JSON value, was empty");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("payload must be one JSON value, had more after the first");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("payload must be valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("payload must be valid JSON: " + e.getMessage(), e);
        }
    }

    /** Jackson lets overlong forms and lone surrogates pass, which others (PostgreSQL, browsers) refuse later. */
    static void requireUtf8(String field, byte[] text) {
        if (isAscii(text)) {
            return;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(field + " must be UTF-8: " + e.getMessage(), e);
        }
    }

    /** One pass without a branch, which the compiler turns into a few wide instructions. */
    private static boolean isAscii(byte[] text) {
        int all = 0;
        for (byte b : text) {
            all |= b;
        }
        return all >= 0;
    }

    /** Writes a value; what comes out is held to the same limits as what comes in. */
    public static byte[] write(Object value) {
        byte[] json;
        try {
            json = MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "payload of " + value.getClass().getName() + " cannot be written as JSON: "
                            + e.getOriginalMessage(),
                    e);
        }
        requireOneValue(json);
        return json;
    }

    /** As {@link #read(byte[], Type)}, for types that have a class. */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(json, (Type) type);
    }

    /** Reads JSON as a type; an {@link IllegalArgumentException} names the JSON path that does not fit. */
    public static <T> T read(byte[] json, Type type) {
        return read(json, MAPPER.readerFor(MAPPER.constructType(type)), type.getTypeName());
    }

    /** Reads JSON as a tree, in which numbers are as exact as in the text. */
    public static JsonNode tree(byte[] json) {
        return read(json, EXACT_TREES, "JSON");
    }

    private static <T> T read(byte[] json, ObjectReader reader, String type) {
        try {
            T value = reader.readValue(json);
            if (value == null) {
                throw new IllegalArgumentException("payload does not fit " + type + " at $: it is null");
            }
            return value;
        } catch (JsonMappingException e) {
            // Not Jackson's own message: that quotes the value, and payloads belong neither in logs nor in reasons.
            throw new IllegalArgumentException("payload does not fit " + type + " at " + JsonPath.of(e.getPath()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("payload must be valid JSON: " + e.getMessage(), e);
        }
    }
}
