package dev.eventbus.gateway.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL with the gateway's tables and nothing else; one for all tests of a JVM, which ends it. */
public final class TestDatabase {
    private static final DataSource SOURCE = migrated();
    private static final Jdbc JDBC = new Jdbc(SOURCE);

    private TestDatabase() {}

    public static Jdbc jdbc() {
        return JDBC;
    }

    /** For work on a second connection while the first is in use. */
    public static Jdbc another() {
        return new Jdbc(SOURCE);
    }

    private static DataSource migrated() {
        try {
            DataSource database = EmbeddedPostgres.builder().start().getPostgresDatabase();
            Flyway.configure()
                    .dataSource(database)
                    .locations("db/gateway")
                    .schemas("gateway")
                    .load()
                    .migrate();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
