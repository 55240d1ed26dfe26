package dev.eventbus.nats.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rewrites apt source entries of one suite for another; keeps mirror, components, options and keys. */
record SuiteSwap(String own, String wanted) {

    private static final Pattern LINE =
            Pattern.compile("deb\\s+(?<options>\\[[^]]*]\\s+)?(?<uri>\\S+)\\s+(?<suite>\\S+)\\s+(?<components>\\S.*)");
    private static final Set<String> ROLLING = Set.of("stable", "testing", "unstable", "sid", "devel");

    /** The one-line format of {@code .list} files. */
    String lines(String text) {
        return text.lines()
                .map(String::strip)
                .flatMap(line -> line(line).stream())
                .collect(Collectors.joining());
    }

    private Optional<String> line(String line) {
        Matcher m = LINE.matcher(line.replaceFirst("\\s#.*", ""));
        if (!m.matches() || !isOwn(m.group("suite")) || !hasMain(m.group("components"))) {
            return Optional.empty();
        }
        String options = Optional.ofNullable(m.group("options")).orElse("");
        return Optional.of("deb " + options + m.group("uri") + " " + wanted + " " + m.group("components") + "\n");
    }

    /** The deb822 format of {@code .sources} files. */
    String stanzas(String text) {
        String withoutComments =
                text.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
        return Stream.of(withoutComments.split("\n\\s*\n"))
                .map(Stanza::parse)
                .filter(this::isArchive)
                .map(stanza ->
                        stanza.with("Types", "deb").with("Suites", wanted).text())
                .collect(Collectors.joining("\n"));
    }

    private boolean isArchive(Stanza stanza) {
        return stanza.words("Types").contains("deb")
                && stanza.words("Suites").stream().anyMatch(this::isOwn)
                && stanza.words("Components").contains("main")
                && !stanza.words("Enabled").contains("no");
    }

    private boolean isOwn(String suite) {
        return suite.equals(own) || ROLLING.contains(suite.toLowerCase(Locale.ROOT));
    }

    private static boolean hasMain(String components) {
        return List.of(components.split("\\s+")).contains("main");
    }
}
