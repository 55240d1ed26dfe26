package dev.eventbus.it.stack;

import java.util.OptionalLong;

/** One thing the stack started and stops. */
interface Part extends AutoCloseable {

    String name();

    /** Empty for what has no process of its own, and for an existing server. */
    OptionalLong pid();

    boolean isAlive();

    /** Stops it cleanly and waits for that; harmless when it already ended. */
    @Override
    void close();
}
