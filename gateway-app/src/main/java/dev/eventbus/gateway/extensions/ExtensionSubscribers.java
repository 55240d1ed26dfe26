package dev.eventbus.gateway.extensions;

import dev.eventbus.EventKey;
import dev.eventbus.gateway.database.Jdbc;
import dev.eventbus.gateway.dispatch.Subscriber;
import dev.eventbus.gateway.dispatch.SubscriberId;
import dev.eventbus.gateway.dispatch.SubscriberSource;
import dev.eventbus.gateway.dispatch.Target;
import dev.eventbus.gateway.security.SecretBox;
import dev.eventbus.retry.RetryPolicy;
import dev.eventbus.topic.TopicPattern;
import dev.eventbus.webhook.Endpoint;
import dev.eventbus.webhook.Signer;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells the dispatcher which extensions there are in which workspace: installed, enabled, wanting some event. */
@ApplicationScoped
class ExtensionSubscribers implements SubscriberSource {
    private static final Logger LOG = Logger.getLogger(ExtensionSubscribers.class);
    private static final RetryPolicy RETRY = RetryPolicy.exponential(Duration.ofSeconds(2), 3);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int CONCURRENCY = 10;

    /** A built-in extension has a row even where no workspace said anything of it. */
    private static final String ALL = """
            select key, type, service_base_url, secret, built_in, handled, here.workspace_id,
                   here.installed and here.enabled as is_on,
                   array(select event_key from gateway.ext_event_subscription
                         where workspace_id = here.workspace_id and extension_key = key) as event_keys
            from gateway.extension left join gateway.workspace_extension here on here.extension_key = key
            order by key, here.workspace_id""";

    private final Jdbc jdbc;
    private final SecretBox box;
    private final HandlerPatterns handlers;

    ExtensionSubscribers(Jdbc jdbc, SecretBox box, HandlerPatterns handlers) {
        this.jdbc = jdbc;
        this.box = box;
        this.handlers = handlers;
    }

    /** @param handled what its handlers take on the replica that has them */
    private record Kind(
            String key,
            ExtensionType type,
            @Nullable String url,
            byte @Nullable [] secret,
            boolean isBuiltIn,
            List<String> handled) {}

    /** @param workspaceId null for an extension no workspace said anything of */
    private record Row(Kind extension, @Nullable String workspaceId, boolean isOn, List<String> eventKeys) {
        static Row read(ResultSet row) throws SQLException {
            Kind extension = new Kind(
                    row.getString("key"),
                    ExtensionType.parse(row.getString("type")),
                    row.getString("service_base_url"),
                    row.getBytes("secret"),
                    row.getBoolean("built_in"),
                    List.of((String[]) row.getArray("handled").getArray()));
            return new Row(extension, row.getString("workspace_id"), row.getBoolean("is_on"), List.of((String[])
                    row.getArray("event_keys").getArray()));
        }
    }

    @Override
    public List<Subscriber> load() {
        Map<String, List<Row>> byKey = new LinkedHashMap<>();
        jdbc.query(ALL, List.of(), Row::read)
                .forEach(row -> byKey.computeIfAbsent(row.extension().key(), key -> new ArrayList<>())
                        .add(row));
        List<Subscriber> all = new ArrayList<>();
        byKey.forEach((key, rows) -> {
            try {
                all.addAll(subscribers(rows.getFirst().extension(), rows));
            } catch (IllegalArgumentException e) { // must not keep all others from their events
                LOG.errorf(
                        "Extension gets no events until it is written anew. extension=%s reason=%s",
                        key, e.getMessage());
            }
        });
        return all;
    }

    private List<Subscriber> subscribers(Kind extension, List<Row> rows) {
        List<Subscriber> subscribers = new ArrayList<>();
        Target target = target(extension);
        Set<String> own =
                rows.stream().map(Row::workspaceId).filter(Objects::nonNull).collect(Collectors.toSet());
        for (Row row : rows) {
            Collection<String> keys = row.eventKeys().isEmpty() ? handled(extension) : row.eventKeys();
            if (row.workspaceId() != null && row.isOn() && !keys.isEmpty()) {
                subscribers.add(subscriber(extension, row.workspaceId(), keys, target));
            }
        }
        Collection<String> handled = handled(extension);
        if (extension.isBuiltIn() && !handled.isEmpty()) {
            Subscriber elsewhere = subscriber(extension, Subscriber.EVERY_WORKSPACE, handled, target);
            subscribers.add(new Subscriber(
                    elsewhere.id(),
                    elsewhere.workspaceId(),
                    own,
                    elsewhere.patterns(),
                    elsewhere.retry(),
                    elsewhere.target()));
        }
        return subscribers;
    }

    private static Subscriber subscriber(Kind extension, String workspaceId, Collection<String> keys, Target target) {
        List<TopicPattern> patterns = keys.stream()
                .map(key -> TopicPattern.of(workspaceId, EventKey.parsePattern(key), "*", Map.of()))
                .distinct()
                .toList();
        return Subscriber.in(workspaceId, SubscriberId.extension(extension.key()), patterns, RETRY, target);
    }

    /** Where the handlers are on another replica only, its events are to get there all the same. */
    private Collection<String> handled(Kind extension) {
        if (extension.type() != ExtensionType.IN_PROCESS) {
            return Set.of();
        }
        Set<String> here = handlers.of(extension.key());
        return here.isEmpty() ? extension.handled() : here;
    }

    private Target target(Kind extension) {
        if (extension.url() == null) {
            return new Target.InProcess();
        }
        Endpoint endpoint = new Endpoint(ServiceUrl.events(extension.url()), Map.of(), TIMEOUT);
        Signer signer = extension.secret() == null ? null : Signer.of(List.of(box.open(extension.secret())));
        return new Target.Http(endpoint, signer, CONCURRENCY);
    }
}
