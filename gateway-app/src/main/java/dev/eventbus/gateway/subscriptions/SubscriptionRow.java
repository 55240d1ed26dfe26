package dev.eventbus.gateway.subscriptions;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.eventbus.gateway.security.SecretBox;
import dev.eventbus.json.Json;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the table has it, its secrets sealed: they are opened when no connection is held.
 *
 * @param shell the subscription without its secrets and the values of its headers
 */
record SubscriptionRow(Subscription shell, Sealed sealed) {
    static final String COLUMNS = "id, workspace_id, name, event_pattern, filters, url, signing, timeout_ms,"
            + " max_concurrency, retries, backoff_ms, max_backoff_ms, jitter, enabled, paused_reason, created_at,"
            + " updated_at, headers, secret, previous_secret, previous_until";

    private static final Type FILTERS = new TypeReference<Map<String, List<String>>>() {}.getType();
    private static final Type HEADERS = new TypeReference<Map<String, String>>() {}.getType();

    /** What the table keeps sealed; all of it null if there is none. */
    record Sealed(
            byte @Nullable [] headers,
            byte @Nullable [] secret,
            byte @Nullable [] previous,
            @Nullable Timestamp previousUntil) {
        static Sealed of(Subscription subscription, SecretBox box) {
            Map<String, String> headers = subscription.settings().destination().headers();
            SigningSecrets secrets = subscription.secrets();
            Instant until = secrets.previousUntil();
            return new Sealed(
                    headers.isEmpty() ? null : box.seal(new String(Json.write(headers), StandardCharsets.UTF_8)),
                    secrets.current() == null ? null : box.seal(secrets.current()),
                    secrets.previous() == null ? null : box.seal(secrets.previous()),
                    until == null ? null : Timestamp.from(until));
        }

        Map<String, String> headers(SecretBox box) {
            return headers == null ? Map.of() : Json.read(box.open(headers).getBytes(StandardCharsets.UTF_8), HEADERS);
        }

        SigningSecrets secrets(SecretBox box) {
            return new SigningSecrets(
                    secret == null ? null : box.open(secret),
                    previous == null ? null : box.open(previous),
                    previousUntil == null ? null : previousUntil.toInstant());
        }
    }

    static SubscriptionRow read(ResultSet row) throws SQLException {
        Destination destination = new Destination(
                row.getString("url"),
                Map.of(),
                Signing.parse(row.getString("signing")),
                Duration.ofMillis(row.getLong("timeout_ms")),
                row.getInt("max_concurrency"));
        Retry retry = new Retry(
                row.getInt("retries"),
                Duration.ofMillis(row.getLong("backoff_ms")),
                Duration.ofMillis(row.getLong("max_backoff_ms")),
                row.getDouble("jitter"));
        Settings settings = new Settings(
                row.getString("name"),
                row.getString("event_pattern"),
                Json.read(row.getString("filters").getBytes(StandardCharsets.UTF_8), FILTERS),
                destination,
                retry,
                row.getBoolean("enabled"));
        return new SubscriptionRow(
                new Subscription(
                        row.getString("id"),
                        row.getString("workspace_id"),
                        settings,
                        SigningSecrets.NONE,
                        row.getString("paused_reason"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("updated_at").toInstant()),
                new Sealed(
                        row.getBytes("headers"),
                        row.getBytes("secret"),
                        row.getBytes("previous_secret"),
                        row.getTimestamp("previous_until")));
    }

    Subscription open(SecretBox box) {
        Settings settings = shell.settings();
        Destination whole = settings.destination().withHeaders(sealed.headers(box));
        return shell.with(settings.withDestination(whole), sealed.secrets(box));
    }

    /** The values of what an owner may change, in the order of {@link #CHANGEABLE}. */
    List<@Nullable Object> changeable() {
        Settings settings = shell.settings();
        Destination destination = settings.destination();
        Retry retry = settings.retry();
        return Arrays.asList(
                settings.name(),
                settings.eventPattern(),
                new String(Json.write(settings.filters()), StandardCharsets.UTF_8),
                destination.url(),
                destination.signing().toString(),
                (int) destination.timeout().toMillis(),
                destination.maxConcurrency(),
                retry.retries(),
                retry.backoff().toMillis(),
                retry.maxBackoff().toMillis(),
                retry.jitter(),
                settings.enabled(),
                shell.pausedReason(),
                sealed.headers(),
                sealed.secret(),
                sealed.previous(),
                sealed.previousUntil());
    }

    static final String CHANGEABLE = "name, event_pattern, filters, url, signing, timeout_ms, max_concurrency, retries,"
            + " backoff_ms, max_backoff_ms, jitter, enabled, paused_reason, headers, secret, previous_secret,"
            + " previous_until";
    static final String PLACES = "?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";
}
