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
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL of the stack: an embedded one whose data stay, or the one that DATABASE_URL names. */
public final class Database implements Part {

    private final DatabaseAccess access;
    private final @Nullable Own own;
    private final Pids pids;
    private @Nullable EmbeddedPostgres server;

    /** Where an embedded one keeps its data and listens. */
    private record Own(Path data, Path log, int port) {}

    private Database(DatabaseAccess access, @Nullable Own own, Pids pids) {
        this.access = access;
        this.own = own;
        this.pids = pids;
    }

    static boolean isGiven(Map<String, String> environment) {
        return !environment.getOrDefault("DATABASE_URL", "").isBlank();
    }

    static Database given(Map<String, String> environment, Pids pids) {
        return new Database(DatabaseAccess.parse(environment), null, pids);
    }

    static Database start(StackFolders folders, Ports ports, Pids pids) {
        Path log = LogFile.rotated(folders.logs().resolve("postgres.log"));
        Own own = new Own(folders.data().resolve("postgres"), log, ports.of(Listener.POSTGRES));
        Database database = new Database(DatabaseAccess.local(own.port), own, pids);
        database.start();
        return database;
    }

    /**
     * Starts an embedded one, for the first time or again after {@link #close()}, and returns when it takes connections.
     *
     * @throws StackException with the end of its log when it does not start
     */
    public void start() {
        if (own == null) {
            return;
        }
        try {
            EmbeddedPostgres started = open(own);
            server = started;
            pids.add("postgres", postmaster(own.data));
            createOnce(started, access);
        } catch (IOException | SQLException | RuntimeException e) {
            throw new StackException(
                    "Could not start PostgreSQL on port %d: %s%nThe end of %s:%n%s"
                            .formatted(own.port, e.getMessage(), own.log, LogFile.tail(own.log)),
                    e);
        }
    }

    private static EmbeddedPostgres open(Own own) throws IOException {
        // As durable as a real one: the library's own defaults trade a crash's last commits for speed.
        return EmbeddedPostgres.builder()
                .setDataDirectory(own.data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(own.port)
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(own.log.toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(own.log.toFile()))
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
        try {
            return own == null || server == null ? OptionalLong.empty() : OptionalLong.of(postmaster(own.data));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public boolean isAlive() {
        if (own == null) {
            return true;
        }
        OptionalLong pid = pid();
        return pid.isPresent()
                && ProcessHandle.of(pid.getAsLong()).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Stops an embedded one and cuts its connections; {@link #start()} brings it back with its data. */
    @Override
    public void close() {
        if (server == null) {
            return;
        }
        try {
            server.close();
            server = null;
        } catch (IOException e) {
            throw new StackException("Could not stop PostgreSQL: " + e.getMessage(), e);
        }
    }
}
