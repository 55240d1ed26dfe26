package dev.eventbus.forwarder.admin;

import dev.eventbus.forwarder.config.ForwarderConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Carries out what the files say now, without waiting until the change is noticed. */
@Path("/admin/reload")
@RunOnVirtualThread
public final class ReloadResource {
    private final CurrentForwarder current;

    ReloadResource(CurrentForwarder current) {
        this.current = current;
    }

    /** What runs from now on. */
    record Reloaded(int subscriptions, int enabled, int streams) {}

    @POST
    public Reloaded reload() {
        ForwarderConfig config = current.require().reload().now();
        return new Reloaded(
                config.subscriptions().size(),
                config.enabled().size(),
                config.streams().size());
    }
}
