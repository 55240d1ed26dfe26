package dev.eventbus;

/** The three ways to subscribe. */
enum SubscriptionKind {
    LIVE,
    LOCAL,
    DURABLE;

    SubscribeOptions of(SubscribeOptions options) {
        return switch (this) {
            case LIVE -> options;
            case LOCAL -> options.localOnly();
            case DURABLE -> options.durable("durable");
        };
    }
}
