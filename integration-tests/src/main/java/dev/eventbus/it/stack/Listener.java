package dev.eventbus.it.stack;

/** Everything in the stack that listens, with the variable and the default of its port. */
enum Listener {
    GATEWAY(8080),
    NOTIFIER(8081),
    FORWARDER(8082),
    RECEIVER(8083),
    NATS(4222),
    NATS_MONITOR(8222),
    POSTGRES(5433),
    MAIL(8025);

    private final int usual;

    Listener(int usual) {
        this.usual = usual;
    }

    int usual() {
        return usual;
    }

    String variable() {
        return name() + "_PORT";
    }
}
