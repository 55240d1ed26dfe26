package dev.eventbus.notifications.push;

import dev.eventbus.notifications.database.Database;
import dev.eventbus.notifications.database.Sql;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one key pair of this installation: configured, or made by whichever replica needs it first and kept in the
 * database. Browsers bind their subscriptions to it, so it must never change by itself.
 */
@Singleton
final class VapidKeys {
    private static final String OFFER = """
            insert into vapid_key (public_key, private_key, created_at) values (?, ?, ?) on conflict do nothing""";
    private static final String READ = "select public_key, private_key from vapid_key";

    private final Database database;
    private final InstantSource clock;
    private final AtomicReference<@Nullable VapidPair> known = new AtomicReference<>();

    VapidKeys(Database database, InstantSource clock, PushConfig config) {
        this.database = database;
        this.clock = clock;
        PushConfig.Vapid vapid = config.vapid();
        if (vapid.publicKey().isPresent() != vapid.privateKey().isPresent()) {
            throw new IllegalArgumentException("VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY must both be set, or neither");
        }
        vapid.publicKey()
                .ifPresent(publicKey ->
                        known.set(VapidPair.parse(publicKey, vapid.privateKey().orElseThrow())));
    }

    /** Blocks for the database the first time; throws its failures. */
    VapidPair pair() {
        VapidPair pair = known.get();
        if (pair == null) {
            pair = stored();
            known.set(pair);
        }
        return pair;
    }

    private VapidPair stored() {
        return database.inTransaction(connection -> {
            var found = Sql.query(connection, READ, VapidKeys::read);
            if (found.isEmpty()) {
                VapidPair made = VapidPair.generate();
                Sql.update(connection, OFFER, made.publicText(), made.privateText(), clock.instant());
                found = Sql.query(connection, READ, VapidKeys::read);
            }
            return found.get(0);
        });
    }

    private static VapidPair read(ResultSet row) throws SQLException {
        return VapidPair.parse(row.getString("public_key"), row.getString("private_key"));
    }
}
