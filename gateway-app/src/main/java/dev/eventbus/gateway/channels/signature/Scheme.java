package dev.eventbus.gateway.channels.signature;

/** One provider's way of signing. Safe for use by many threads. */
@FunctionalInterface
public interface Scheme {
    /** Looks at the raw bytes and the headers; takes as long for a wrong signature as for a right one. */
    Verdict verify(SignedRequest request);
}
