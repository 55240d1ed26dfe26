package dev.eventbus.bench.nats;

import java.util.concurrent.CompletionStage;

/** What is compared: the same work, done by ours and by the bare client library. */
interface Client extends AutoCloseable {
    /** How many persistent publishes may await their acknowledgement, and how many deliveries their settlement. */
    int WINDOW = 1_000;

    /** Hands an event over; nobody keeps it. */
    void send(long number);

    /** Has an event stored. Blocks while as many as the window are on their way. */
    CompletionStage<?> store(long number);

    /** Calls back for each live event from now on. */
    void onLive(Runnable received);

    /** Handles and acknowledges what is stored, from the first event on, until closed. */
    AutoCloseable consume(String durable, Runnable handled) throws Exception;

    @Override
    void close() throws Exception;
}
