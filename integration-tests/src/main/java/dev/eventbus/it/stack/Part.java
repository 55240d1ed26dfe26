package dev.eventbus.it.stack;

import java.util.OptionalLong;

/** One thing the stack started and stops; what is only used (an existing server) has no process id. */
interface Part extends AutoCloseable {

    String name();

    OptionalLong pid();

    boolean isAlive();

    /** Stops it cleanly and waits for that; harmless when it already ended. */
    @Override
    void close();
}
