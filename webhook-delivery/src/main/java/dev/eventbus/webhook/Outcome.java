package dev.eventbus.webhook;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of one attempt. */
public sealed interface Outcome {
    /** One sentence for logs and dead letters; no payload, no secret. */
    String describe();

    /** The HTTP status, if the endpoint answered at all. */
    default Optional<Integer> lastStatus() {
        return Optional.empty();
    }

    /**
     * The endpoint took it.
     *
     * @param status 200 to 299
     */
    record Delivered(int status) implements Outcome {
        @Override
        public String describe() {
            return "answered " + status;
        }

        @Override
        public Optional<Integer> lastStatus() {
            return Optional.of(status);
        }
    }

    /**
     * The endpoint answered, but not with 2xx. Redirects are never followed: 302 would turn the POST into a GET.
     *
     * @param body the beginning of the answer's body, at most {@link WebhookSender#MAX_KEPT_BYTES}
     * @param retryAfter the header as it came
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Rejected(int status, byte[] body, @Nullable String retryAfter) implements Outcome {
        @Override
        public String describe() {
            return "answered " + status;
        }

        @Override
        public Optional<Integer> lastStatus() {
            return Optional.of(status);
        }
    }

    /** There was no complete answer; whether the endpoint took the request is unknown unless nothing was sent. */
    record Unreachable(Failure failure, String message) implements Outcome {
        @Override
        public String describe() {
            return failure.name().toLowerCase(Locale.ROOT) + ": " + message;
        }
    }

    /** Why there was no answer. */
    enum Failure {
        /** The host name has no address. */
        RESOLVE,
        /** The guard forbids the address; nothing was sent. */
        POLICY,
        /** No connection; nothing was sent. */
        CONNECT,
        /** The TLS handshake failed or the certificate does not fit; nothing was sent. */
        TLS,
        /** The deadline passed before the answer was complete. */
        TIMEOUT,
        /** The connection broke after it was made. */
        DISCONNECTED,
        /** The answer is not HTTP, or its head is too large. */
        PROTOCOL,
        /** Too many requests wait already, the client is closed, or the caller was interrupted; nothing is known. */
        BUSY
    }
}
