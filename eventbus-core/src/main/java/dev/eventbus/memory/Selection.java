package dev.eventbus.memory;

import dev.eventbus.Position;
import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which of the events up to a position are read; all behind it are. */
record Selection(long end, Set<Long> sequences) {
    static final Selection ALL = new Selection(0, Set.of());

    /** The last event of each resource. The capacity of the stream bounds how many there can be. */
    static Selection last(Stream stream, TopicPattern pattern, long begin, long end) {
        Map<List<String>, Long> last = new HashMap<>();
        for (long sequence = begin; sequence <= end; sequence++) {
            Stored stored = stream.at(sequence);
            if (stored != null && pattern.matches(stored.topic())) {
                last.put(resource(stored.topic()), sequence);
            }
        }
        return new Selection(end, new HashSet<>(last.values()));
    }

    private static List<String> resource(Topic topic) {
        return List.of(topic.segment(1), topic.segment(2), topic.segment(3), topic.segment(5));
    }

    boolean has(Position position) {
        return position.sequence() > end || sequences.contains(position.sequence());
    }
}
