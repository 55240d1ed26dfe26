package dev.eventbus.it.stack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The PostgreSQL of the stack: an embedded one whose data stay, or the one that DATABASE_URL names. */
final class Database implements Part {

    private final DatabaseAccess access;
    private final Optional<EmbeddedPostgres> server;
    private final OptionalLong pid;

    private Database(DatabaseAccess access, Optional<EmbeddedPostgres> server, OptionalLong pid) {
        this.access = access;
        this.server = server;
        this.pid = pid;
    }

    static boolean isGiven(Map<String, String> environment) {
        return !environment.getOrDefault("DATABASE_URL", "").isBlank();
    }

    static Database given(Map<String, String> environment) {
        return new Database(DatabaseAccess.parse(environment), Optional.empty(), OptionalLong.empty());
    }

    static Database start(StackFolders folders, Ports ports, Pids pids) {
        Path data = folders.data().resolve("postgres");
        Path log = LogFile.rotated(folders.logs().resolve("postgres.log"));
        int port = ports.of(Listener.POSTGRES);
        try {
            EmbeddedPostgres server = open(data, log, port);
            long pid = postmaster(data);
            pids.add("postgres", pid);
            DatabaseAccess access = DatabaseAccess.local(port);
            createOnce(server, access);
            return new Database(access, Optional.of(server), OptionalLong.of(pid));
        } catch (IOException | SQLException | RuntimeException e) {
            throw new StackException(
                    "Could not start PostgreSQL on port %d: %s%nThe end of %s:%n%s"
                            .formatted(port, e.getMessage(), log, LogFile.tail(log)),
                    e);
        }
    }

    private static EmbeddedPostgres open(Path data, Path log, int port) throws IOException {
        // As durable as a real one: the library's own defaults trade a crash's last commits for speed.
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static void createOnce(EmbeddedPostgres server, DatabaseAccess access) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("select 1 from pg_database where datname = 'eventbus'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create user " + access.user() + " password '" + access.password() + "'");
            statement.execute("create database eventbus owner " + access.user());
        }
    }

    private static long postmaster(Path data) throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    }

    DatabaseAccess access() {
        return access;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public OptionalLong pid() {
        return pid;
    }

    @Override
    public boolean isAlive() {
        return pid.isEmpty()
                || ProcessHandle.of(pid.getAsLong()).map(ProcessHandle::isAlive).orElse(false);
    }

    @Override
    public void close() {
        server.ifPresent(own -> {
            try {
                own.close();
            } catch (IOException e) {
                throw new StackException("Could not stop PostgreSQL: " + e.getMessage(), e);
            }
        });
    }
}
