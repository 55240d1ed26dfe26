package dev.eventbus.bench.realtime;

/** Who holds the sockets. */
enum Engine {
    BARE("bare Vert.x server"),
    GATEWAY("gateway");

    private final String label;

    Engine(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
