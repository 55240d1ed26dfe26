package dev.eventbus.gateway.channels;

import dev.eventbus.gateway.channels.signature.Scheme;
import dev.eventbus.webhook.WebhookUrl;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An external event channel as stored.
 *
 * @param updatedAt tells one state from the next
 */
public record Channel(
        String id,
        String workspaceId,
        ChannelSettings settings,
        ChannelSecrets secrets,
        Instant createdAt,
        Instant updatedAt) {
    Channel with(ChannelSettings settings, ChannelSecrets secrets) {
        return new Channel(id, workspaceId, settings, secrets, createdAt, updatedAt);
    }

    public boolean isWebhook() {
        return settings.type() == ChannelType.WEBHOOK;
    }

    /** What a webhook channel has; others have none. */
    public Hook hook() {
        return Objects.requireNonNull(settings.hook(), "only webhook channels have one");
    }

    /** What a channel has that fetches its events; webhooks have none. */
    public Source source() {
        return Objects.requireNonNull(settings.source(), "webhook channels have none");
    }

    /** How a webhook's requests are checked. */
    public Scheme scheme() {
        return hook().preset().scheme(Objects.requireNonNull(secrets.signature(), "a webhook has a secret"));
    }

    /** Publishing to raw subjects reaches beyond the workspace: not every member may have it done. */
    boolean reachesBeyondItsWorkspace() {
        Hook hook = settings.hook();
        return hook != null && !hook.subjects().isEmpty();
    }

    /** What may be kept when it becomes the other: secrets are not passed on to another host or scheme. */
    ChannelSecrets secretsFor(ChannelSettings other) {
        return new ChannelSecrets(
                samePreset(other) ? secrets.signature() : null,
                sameServer(other) ? secrets.headers() : java.util.Map.of());
    }

    private boolean samePreset(ChannelSettings other) {
        Hook mine = settings.hook();
        Hook theirs = other.hook();
        return mine != null && theirs != null && mine.preset() == theirs.preset();
    }

    private boolean sameServer(ChannelSettings other) {
        WebhookUrl mine = url(settings.source());
        WebhookUrl theirs = url(other.source());
        return mine != null
                && theirs != null
                && mine.tls() == theirs.tls()
                && mine.host().equals(theirs.host())
                && mine.port() == theirs.port();
    }

    private static @Nullable WebhookUrl url(@Nullable Source source) {
        return source == null ? null : WebhookUrl.parse(source.url());
    }

    @Override
    public String toString() {
        return "Channel[" + id + "]";
    }
}
