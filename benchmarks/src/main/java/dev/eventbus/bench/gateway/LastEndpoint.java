package dev.eventbus.bench.gateway;

import dev.eventbus.bench.sink.Sink;

/** What the one endpoint does that is not counted. */
enum LastEndpoint {
    ALIVE("is alive") {
        @Override
        String url(Sink sink) {
            return sink.url("/uncounted");
        }
    },
    REFUSES("refuses") {
        /** Nobody listens there. */
        @Override
        String url(Sink sink) {
            return "http://127.0.0.1:9/hook";
        }
    },
    HANGS("never answers") {
        @Override
        String url(Sink sink) {
            return sink.url("/dead");
        }
    };

    private final String label;

    LastEndpoint(String label) {
        this.label = label;
    }

    abstract String url(Sink sink);

    String label() {
        return label;
    }
}
