package dev.eventbus.nats;

import java.util.List;

/** What it takes to make a durable consumer what it should be. */
public sealed interface ConsumerPlan {
    /**
     * It is as it should be.
     *
     * @param leftAlone what is another than asked for and stays so, because it counts for a new consumer only
     */
    record Keep(String stream, List<Difference> leftAlone) implements ConsumerPlan {
        public Keep {
            leftAlone = List.copyOf(leftAlone);
        }
    }

    /** There is no such consumer. */
    record Create(String stream) implements ConsumerPlan {}

    /**
     * It differs, and can be changed without losing its place.
     *
     * @param leftAlone as with {@link Keep}
     */
    record Change(String stream, List<Difference> differences, List<Difference> leftAlone) implements ConsumerPlan {
        public Change {
            differences = List.copyOf(differences);
            leftAlone = List.copyOf(leftAlone);
        }
    }

    /**
     * It cannot become what it should be.
     *
     * @param why half a sentence on what stands in the way
     * @param wayOut a sentence on what to do
     */
    record Refused(String why, String wayOut) implements ConsumerPlan {}
}
