package dev.eventbus.nats.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One paragraph of a deb822 file; a value keeps its continuation lines (a key block may follow Signed-By). */
record Stanza(Map<String, String> fields) {

    static Stanza parse(String paragraph) {
        Map<String, String> fields = new LinkedHashMap<>();
        String name = "";
        for (String line : paragraph.lines().toList()) {
            int colon = line.indexOf(':');
            if (!line.startsWith(" ") && !line.startsWith("\t") && colon > 0) {
                name = line.substring(0, colon);
                fields.put(name, line.substring(colon + 1).strip());
            } else if (!name.isEmpty()) {
                fields.merge(name, line, (value, more) -> value + "\n" + more);
            }
        }
        return new Stanza(fields);
    }

    List<String> words(String name) {
        String value = fields.getOrDefault(name, "").strip();
        return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
    }

    Stanza with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(name, value);
        return new Stanza(changed);
    }

    String text() {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
