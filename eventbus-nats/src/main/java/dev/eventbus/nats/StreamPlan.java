package dev.eventbus.nats;

import java.util.List;

/** What it takes to make a stream what it should be. */
public sealed interface StreamPlan {
    /** It is as it should be. */
    record Keep() implements StreamPlan {}

    /** There is no such stream. */
    record Create(StreamSpec spec) implements StreamPlan {}

    /** It differs, and can be changed without losing a message that the new settings keep. */
    record Change(List<Difference> differences) implements StreamPlan {
        public Change {
            differences = List.copyOf(differences);
        }
    }

    /**
     * It cannot become what it should be.
     *
     * @param why half a sentence on what stands in the way
     * @param wayOut a sentence on what to do
     */
    record Refused(String why, String wayOut) implements StreamPlan {}
}
