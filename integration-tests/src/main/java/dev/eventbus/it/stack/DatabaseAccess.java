package dev.eventbus.it.stack;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Address and credentials of a PostgreSQL database; the address never holds the credentials. */
record DatabaseAccess(String url, String user, String password) {

    private static final String OWN = "eventbus";

    static DatabaseAccess local(int port) {
        return new DatabaseAccess("jdbc:postgresql://localhost:" + port + "/" + OWN, OWN, OWN);
    }

    /**
     * Reads {@code DATABASE_URL}: {@code [jdbc:]postgresql://user:password@host:port/name}, or with {@code user} and
     * {@code password} among its parameters, or with DATABASE_USER and DATABASE_PASSWORD beside it.
     */
    static DatabaseAccess parse(Map<String, String> environment) {
        String text = environment.getOrDefault("DATABASE_URL", "");
        try {
            URI address = URI.create(text.replaceFirst("^jdbc:", "").replaceFirst("^postgres:", "postgresql:"));
            Map<String, String> parameters = parameters(address.getRawQuery());
            String[] inAuthority = decode(orEmpty(address.getRawUserInfo())).split(":", 2);
            return new DatabaseAccess(
                    "jdbc:postgresql://" + hostAndPort(address) + address.getRawPath() + rest(parameters),
                    first(inAuthority[0], parameters.get("user"), environment.get("DATABASE_USER")),
                    first(
                            inAuthority.length == 2 ? inAuthority[1] : "",
                            parameters.get("password"),
                            environment.get("DATABASE_PASSWORD")));
        } catch (IllegalArgumentException e) {
            throw new StackException("DATABASE_URL must look like postgresql://user:password@host:5432/name.", e);
        }
    }

    private static String hostAndPort(URI address) {
        if (address.getHost() == null || !"postgresql".equals(address.getScheme())) {
            throw new IllegalArgumentException("no postgresql address");
        }
        return address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
    }

    private static Map<String, String> parameters(@Nullable String query) {
        return Arrays.stream(orEmpty(query).split("&"))
                .filter(pair -> pair.contains("="))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> decode(pair[1]), (a, b) -> b));
    }

    private static String rest(Map<String, String> parameters) {
        String kept = parameters.entrySet().stream()
                .filter(entry ->
                        !entry.getKey().equals("user") && !entry.getKey().equals("password"))
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .sorted()
                .collect(Collectors.joining("&"));
        return kept.isEmpty() ? "" : "?" + kept;
    }

    private static String first(@Nullable String... candidates) {
        return Stream.of(candidates)
                .filter(candidate -> candidate != null && !candidate.isEmpty())
                .findFirst()
                .orElse(OWN);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
