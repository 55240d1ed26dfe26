package dev.eventbus.forwarder.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Reads the files {@code *.yml} and {@code *.yaml} of a folder in the order of their names. */
public final class ConfigFolder {
    private final Path folder;
    private final Variables variables;
    private final Problems problems = new Problems();

    private ConfigFolder(Path folder, Variables variables) {
        this.folder = folder;
        this.variables = variables;
    }

    /**
     * Reads everything, then checks it.
     *
     * @param environment what variables in values are replaced by
     * @throws BrokenConfigException naming every problem found
     */
    public static ForwarderConfig load(Path folder, Map<String, String> environment) {
        return load(folder, new Variables(environment, new SecretFiles()));
    }

    static ForwarderConfig load(Path folder, Variables variables) {
        return new ConfigFolder(folder, variables).load();
    }

    /** What tells one state of the folder from another: each file's name with a digest of its content. */
    static Map<String, String> fingerprint(Path folder) {
        Map<String, String> fingerprint = new TreeMap<>();
        for (Path path : new ConfigFolder(folder, new Variables(Map.of(), new SecretFiles())).files()) {
            fingerprint.put(path.toString(), digest(path));
        }
        return fingerprint;
    }

    private static String digest(Path path) {
        try (InputStream content = Files.newInputStream(path)) {
            return Files.size(path) + " " + digest(content.readNBytes(YamlFile.MAX_BYTES + 1));
        } catch (IOException e) {
            return "cannot be read";
        }
    }

    static String digest(byte[] content) {
        CRC32C digest = new CRC32C();
        digest.update(content);
        return content.length + " " + digest.getValue();
    }

    private ForwarderConfig load() {
        ConfigReader reader = new ConfigReader();
        for (Path path : files()) {
            YamlFile file = new YamlFile(path.toString(), variables, problems);
            text(path).flatMap(file::root).ifPresent(reader::read);
        }
        problems.throwIfAny();
        return reader.config();
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            problems.add(
                    Place.whole(folder.toString()),
                    "is no folder; create it or set FORWARDER_CONFIG_DIR to the folder of the *.yml files");
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(ConfigFolder::isYaml)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            problems.add(Place.whole(folder.toString()), "cannot be listed: " + e.getMessage());
            return List.of();
        }
    }

    private static boolean isYaml(Path path) {
        String name = path.getFileName().toString();
        boolean hidden = name.startsWith(".");
        return !hidden && (name.endsWith(".yml") || name.endsWith(".yaml")) && !Files.isDirectory(path);
    }

    private Optional<String> text(Path path) {
        Place place = Place.whole(path.toString());
        try {
            if (Files.size(path) > YamlFile.MAX_BYTES) {
                problems.add(place, "must be at most 256 KiB, was " + Files.size(path) + " bytes; split it");
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString());
        } catch (CharacterCodingException e) {
            problems.add(place, "must be UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            problems.add(place, "cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }
}
