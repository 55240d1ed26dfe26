package dev.eventbus.nats.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which Linux this is, as {@code /etc/os-release} tells. */
record SystemRelease(String id, String codename) {

    private static final List<String> DEBIAN = List.of("sid", "unstable", "testing", "forky", "trixie");
    private static final List<String> UBUNTU = List.of("devel");

    static SystemRelease read(Path file) {
        try {
            List<String> lines = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
            return new SystemRelease(value(lines, "ID"), value(lines, "VERSION_CODENAME"));
        } catch (IOException e) {
            return new SystemRelease("", "");
        }
    }

    /** The archive's suites to try, the system's own last; none where there is no such archive. */
    List<String> suitesNewestFirst() {
        List<String> newer = switch (id) {
            case "debian" -> DEBIAN;
            case "ubuntu" -> UBUNTU;
            default -> List.of();
        };
        return newer.isEmpty()
                ? newer
                : Stream.concat(newer.stream(), Stream.of(codename))
                        .filter(suite -> !suite.isEmpty())
                        .distinct()
                        .toList();
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).replace("\"", "").strip())
                .findFirst()
                .orElse("");
    }
}
