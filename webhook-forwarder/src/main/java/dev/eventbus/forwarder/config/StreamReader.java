package dev.eventbus.forwarder.config;

import dev.eventbus.nats.StreamSpec;
import dev.eventbus.nats.StreamSpec.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads one entry of {@code streams}. */
final class StreamReader {
    private static final Duration MOST = Duration.ofDays(3_650);
    private final Section section;

    StreamReader(Value entry) {
        this.section = Section.of(entry);
    }

    Section section() {
        return section;
    }

    /** Empty if anything in it is wrong, which is noted then. */
    Optional<StreamSpec> read() {
        int before = section.file().problems().count();
        Optional<String> name = section.required("name", Names::token);
        Optional<List<String>> subjects = section.required("subjects", StreamReader::subjects);
        Duration maxAge = section.optional("max_age", value -> value.duration(Duration.ofSeconds(1), MOST))
                .orElse(Duration.ZERO);
        Storage storage = section.optional("storage", StreamReader::storage).orElse(Storage.FILE);
        int replicas =
                section.optional("replicas", value -> value.wholeNumber(1, 5)).orElse(1);
        section.finish();
        if (name.isEmpty() || subjects.isEmpty() || section.file().problems().count() > before) {
            return Optional.empty();
        }
        return Optional.of(StreamSpec.of(name.get(), subjects.get())
                .withMaxAge(maxAge)
                .withStorage(storage)
                .withReplicas(replicas));
    }

    private static List<String> subjects(Value value) {
        List<Value> items = value.items();
        if (items.isEmpty()) {
            throw value.misfit("must hold at least one subject");
        }
        items.forEach(item -> value.file().attempt(item.place(), "subjects", () -> Names.subject(item)));
        return value.texts();
    }

    private static Storage storage(Value value) {
        return switch (value.text()) {
            case "file" -> Storage.FILE;
            case "memory" -> Storage.MEMORY;
            default -> throw value.misfit("must be file or memory");
        };
    }
}
