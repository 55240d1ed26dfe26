package dev.eventbus.webhook;

/**
 * How long the phases of one attempt took, in nanoseconds; {@link #ABSENT} for a phase that did not happen or did not
 * end. Where several addresses were tried, the last one's.
 *
 * @param dns the look-up of the host; absent where the URL holds an address
 * @param queued the wait for a connection that others used before; absent on a new connection
 * @param connect the way to a new TCP connection; absent on a reused one
 * @param tls the TLS handshake of a new connection; absent on a reused one and without TLS
 * @param firstByte from handing over the request until the head of the answer was there
 * @param total all of it, the answer's body included
 */
public record Timings(long dns, long queued, long connect, long tls, long firstByte, long total) {
    /** Stands for a phase that did not happen or did not end. */
    public static final long ABSENT = -1;
}
