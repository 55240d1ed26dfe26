package dev.eventbus.nats.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The system's own package sources, read and rewritten for another suite; the files themselves are left alone.
 *
 * @param folder {@code /etc/apt}
 */
record AptSources(Path folder) {

    /**
     * Every entry of the distribution's archive with {@code wanted} in place of {@code own}: file name → content.
     *
     * <p>Only entries that name the system's own suite and its component main count: security, backports and most
     * foreign archives name others.
     */
    Map<String, String> entries(String own, String wanted) throws IOException {
        Map<String, String> rewritten = new TreeMap<>();
        SuiteSwap swap = new SuiteSwap(own, wanted);
        List<Path> files = files();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            boolean stanzas = file.toString().endsWith(".sources");
            String text = Files.readString(file);
            String swapped = stanzas ? swap.stanzas(text) : swap.lines(text);
            if (!swapped.isBlank()) {
                rewritten.put(i + (stanzas ? ".sources" : ".list"), swapped);
            }
        }
        return rewritten;
    }

    private List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isReadable(folder.resolve("sources.list"))) {
            found.add(folder.resolve("sources.list"));
        }
        Path parts = folder.resolve("sources.list.d");
        if (Files.isDirectory(parts)) {
            try (Stream<Path> entries = Files.list(parts)) {
                entries.filter(AptSources::isSource).sorted().forEach(found::add);
            }
        }
        return found;
    }

    private static boolean isSource(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".list") || name.endsWith(".sources")) && Files.isReadable(file);
    }
}
