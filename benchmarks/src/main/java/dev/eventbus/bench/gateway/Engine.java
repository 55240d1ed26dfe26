package dev.eventbus.bench.gateway;

/** Who is asked to store events. */
enum Engine {
    /** One request, one event: checked, stored, acknowledged, and meanwhile logged and dispatched. */
    GATEWAY(64, 1),
    /** The same while the server hands out nothing to the event log and the dispatcher. */
    GATEWAY_PUBLISH_ALONE(64, 1),
    /** The limit: an endpoint that does nothing but store the body. */
    BARE(64, 1),
    /** A hundred events in a request. */
    GATEWAY_BATCH(16, 100);

    private final int connections;
    private final int events;

    Engine(int connections, int events) {
        this.connections = connections;
        this.events = events;
    }

    int connections() {
        return connections;
    }

    /** How many events a request has. */
    int events() {
        return events;
    }

    boolean isGateway() {
        return this != BARE;
    }

    String label() {
        return switch (this) {
            case GATEWAY -> "gateway";
            case GATEWAY_PUBLISH_ALONE -> "gateway, log and dispatch paused";
            case BARE -> "bare endpoint";
            case GATEWAY_BATCH -> "gateway, batches of 100";
        };
    }
}
