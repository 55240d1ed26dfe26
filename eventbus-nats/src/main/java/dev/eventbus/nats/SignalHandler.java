package dev.eventbus.nats;

/** Takes signals. Called on the receiving thread, one signal at a time for a whole process: must hand over, not work. */
@FunctionalInterface
public interface SignalHandler {
    void onSignal(Signal signal);
}
