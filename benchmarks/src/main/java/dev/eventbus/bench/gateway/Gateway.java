package dev.eventbus.bench.gateway;

import dev.eventbus.bench.process.Jvm;
import dev.eventbus.bench.process.RunningProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged gateway as users run it, with one user signed in. */
public final class Gateway implements AutoCloseable {
    /** Where its user is at home. */
    public static final String WORKSPACE = "bench";

    /** Its owner. */
    public static final String USER = "bench@example.com";

    private static final String USERS = "[{\"email\":\"" + USER + "\",\"password\":\"bench-password\","
            + "\"memberships\":[{\"workspaceId\":\"" + WORKSPACE + "\",\"role\":\"OWNER\"}]}]";
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    private final WebProcess process;
    private final String token;

    private Gateway(WebProcess process, String token) {
        this.process = process;
        this.token = token;
    }

    /** Returns when it is ready. */
    public static Gateway start(String nats, String database) throws IOException, InterruptedException {
        return start(nats, database, URI.create("http://127.0.0.1:1"));
    }

    /** Returns when it is ready; what is the notifier's goes to that address. */
    public static Gateway start(String nats, String database, URI notifier) throws IOException, InterruptedException {
        ProcessBuilder command = Jvm.java("-jar", Jvm.quarkus("gateway-app").toString());
        command.environment()
                .putAll(Map.of(
                        "NATS_URL",
                        nats,
                        "DATABASE_URL",
                        database,
                        "DATABASE_USER",
                        Postgres.USER,
                        "DATABASE_PASSWORD",
                        Postgres.USER,
                        "NOTIFIER_URL",
                        notifier.toString(),
                        "EVENTBUS_ALLOWED_HOSTS",
                        "127.0.0.1",
                        "SEED_USERS",
                        USERS));
        WebProcess process = WebProcess.start(command, "/healthz");
        return new Gateway(process, signIn(process, USER));
    }

    /** What signs in another user, who has the same password. */
    public String authorizationOf(String email) throws IOException, InterruptedException {
        return "Bearer " + signIn(process, email);
    }

    private static String signIn(WebProcess process, String email) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(process.url("/api/auth/login"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"email\":\"" + email + "\",\"password\":\"bench-password\"}")));
        Matcher found = TOKEN.matcher(answer.body());
        if (!found.find()) {
            throw new IllegalStateException("No token in the answer to the login: " + answer.body());
        }
        return found.group(1);
    }

    public RunningProcess process() {
        return process.process();
    }

    public URI url(String pathInWorkspace) {
        return process.url("/api/workspaces/" + WORKSPACE + pathInWorkspace);
    }

    public String authorization() {
        return "Bearer " + token;
    }

    /** Sends JSON to a path in the workspace. */
    public HttpResponse<String> post(String pathInWorkspace, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url(pathInWorkspace))
                .header("Content-Type", "application/json")
                .header("Authorization", authorization())
                .POST(BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    @Override
    public void close() throws Exception {
        process.close();
    }
}
