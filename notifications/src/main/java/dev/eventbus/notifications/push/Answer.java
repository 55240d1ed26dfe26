package dev.eventbus.notifications.push;

import java.time.Duration;

/** What a push service made of one message to one device. */
sealed interface Answer {
    /** It took it; whether the device ever gets it is not known. */
    record Accepted() implements Answer {}

    /** It proved that there is no such device any more. */
    record Gone(String reason) implements Answer {}

    /** It will never take this message for this device; the device may still be there. */
    record Refused(String reason) implements Answer {}

    /**
     * Not now. Says nothing of the device, and nothing was taken, or nobody knows.
     *
     * @param delay not before then; zero where the service did not say
     * @param isFault whether the service is at fault, rather than busy
     */
    record Later(String reason, Duration delay, boolean isFault) implements Answer {}

    /** In words without secrets; empty for what went well. */
    default String why() {
        return switch (this) {
            case Accepted accepted -> "";
            case Gone gone -> gone.reason();
            case Refused refused -> refused.reason();
            case Later later -> later.reason();
        };
    }

    /** The service is away, broken or slow. */
    static Answer fault(String reason) {
        return new Later(reason, Duration.ZERO, true);
    }

    /** The service works and asks for patience. */
    static Answer busy(String reason, Duration delay) {
        return new Later(reason, delay, false);
    }
}
