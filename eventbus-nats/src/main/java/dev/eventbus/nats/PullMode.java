package dev.eventbus.nats;

/**
 * How a {@link Puller} works.
 *
 * @param ordered whether one instance at a time hands over, in stored order, see {@link InOrder}; the policy is then
 *     asked before each attempt and not before each pull
 */
record PullMode(boolean ordered, PullPolicy policy) {
    static PullMode of(boolean ordered) {
        return new PullMode(ordered, PullPolicy.UNLIMITED);
    }
}
