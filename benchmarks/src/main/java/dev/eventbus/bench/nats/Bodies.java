package dev.eventbus.bench.nats;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What a peer sends, and what it does with what it gets. */
interface Bodies {
    byte[] write(long number);

    void read(byte[] body);

    /** Encoded before, and never looked at. */
    static Bodies ready(Workload workload) {
        return new Bodies() {
            @Override
            public byte[] write(long number) {
                return workload.body(number);
            }

            @Override
            public void read(byte[] body) {
                if (body.length == 0) {
                    throw new IllegalStateException("An empty body");
                }
            }
        };
    }

    /** As trees, by an object mapper as it comes. */
    static Bodies json(Workload workload) {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> trees = new ArrayList<>();
        for (int i = 0; i < Workload.TOPICS; i++) {
            trees.add(tree(mapper, workload.body(i)));
        }
        return new Bodies() {
            @Override
            public byte[] write(long number) {
                try {
                    return mapper.writeValueAsBytes(trees.get((int) number & (Workload.TOPICS - 1)));
                } catch (JsonProcessingException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void read(byte[] body) {
                if (!tree(mapper, body).has("id")) {
                    throw new IllegalStateException("No event");
                }
            }
        };
    }

    private static JsonNode tree(ObjectMapper mapper, byte[] json) {
        try {
            return mapper.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
