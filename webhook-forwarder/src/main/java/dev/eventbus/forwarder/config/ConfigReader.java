package dev.eventbus.forwarder.config;

import dev.eventbus.nats.StreamSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the entries of all files together; names must be unique across them. */
final class ConfigReader {
    private final List<StreamSpec> streams = new ArrayList<>();
    private final List<SubscriptionConfig> subscriptions = new ArrayList<>();
    private final Map<String, Place> taken = new HashMap<>();

    void read(Value root) {
        YamlFile file = root.file();
        file.attempt(root.place(), "the file", () -> {
            Section section = Section.of(root);
            section.optional("streams", Value::items).orElse(List.of()).forEach(this::stream);
            section.optional("subscriptions", Value::items).orElse(List.of()).forEach(this::subscription);
            section.finish();
        });
    }

    private void stream(Value entry) {
        entry.file().attempt(entry.place(), "stream", () -> {
            StreamReader reader = new StreamReader(entry);
            reader.read().ifPresent(stream -> {
                claim(reader.section(), "name", "stream", stream.name());
                streams.add(stream);
            });
        });
    }

    private void subscription(Value entry) {
        entry.file().attempt(entry.place(), "subscription", () -> {
            SubscriptionReader reader = new SubscriptionReader(entry);
            reader.read().ifPresent(subscription -> {
                claim(reader.section(), "name", "subscription", subscription.name());
                claim(
                        reader.section(),
                        "consumer",
                        "consumer",
                        subscription.source().consumer());
                subscriptions.add(subscription);
            });
        });
    }

    private void claim(Section section, String key, String kind, String name) {
        Place earlier = taken.putIfAbsent(kind + " " + name, section.place(key));
        if (earlier != null) {
            section.file()
                    .problems()
                    .add(
                            section.place(key),
                            "duplicate " + kind + " \"" + name + "\", first at " + earlier + "; give it another "
                                    + key);
        }
    }

    ForwarderConfig config() {
        return new ForwarderConfig(streams, subscriptions);
    }
}
