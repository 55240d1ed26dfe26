package dev.eventbus.gateway.channels.signature;

/** Whether a request is authentic. */
public sealed interface Verdict {
    /**
     * Signed with the secret, and lately where the scheme has a time.
     *
     * @param delivery the same whenever this delivery comes again, and covered by the signature: what is not signed
     *     could be changed by whoever repeats an old request
     */
    record Authentic(String delivery) implements Verdict {}

    /** @param reason for the channel's owner, never for the sender */
    record Forged(String reason) implements Verdict {}
}
