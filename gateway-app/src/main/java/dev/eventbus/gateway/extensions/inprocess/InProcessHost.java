package dev.eventbus.gateway.extensions.inprocess;

import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.extensions.PlatformEventHandler;
import dev.eventbus.gateway.database.DatabaseReady;
import dev.eventbus.gateway.extensions.HandlerPatterns;
import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Finds the handlers of this process when it starts, before any event is dispatched: beans first, then plugins. */
@ApplicationScoped
class InProcessHost implements HandlerPatterns {
    private static final Logger LOG = Logger.getLogger(InProcessHost.class);
    private static final int BEFORE_THE_OTHERS = 100;
    private static final String BUILT_IN = "the gateway itself";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InProcessEventGateway gateway = InProcessEventGateway.create();
    private final HostedExtensions extensions = new HostedExtensions(gateway);
    private final PluginFolder plugins = new PluginFolder(PATIENCE);
    private final Instance<PlatformEventHandler> beans;
    private final Registry registry;
    private final Path folder;

    InProcessHost(
            @Any Instance<PlatformEventHandler> beans,
            Registry registry,
            @ConfigProperty(name = "gateway.plugins-dir") Path folder) {
        this.beans = beans;
        this.registry = registry;
        this.folder = folder;
    }

    void start(@Observes @Priority(BEFORE_THE_OTHERS) StartupEvent started) {
        beans.forEach(this::add);
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            LOG.infof("Plugins are not loaded: a native executable loads no classes. path=%s", folder);
        } else {
            plugins.addTo(extensions, folder);
        }
    }

    private void add(PlatformEventHandler bean) {
        try {
            // Not the proxy, on which private handler methods would see fields that were never set.
            extensions.add(BUILT_IN, List.of(ClientProxy.unwrap(bean)));
        } catch (IllegalArgumentException e) {
            LOG.errorf("Event handler bean was refused; the others are not affected. reason=%s", e.getMessage());
        }
    }

    /** Before the subscribers are loaded, which are made of these rows. */
    void enter(@Observes @Priority(BEFORE_THE_OTHERS) DatabaseReady ready) {
        extensions.all().forEach(extension -> registry.enter(extension, of(extension.key())));
    }

    @Override
    public Set<String> of(String extensionKey) {
        return gateway.eventKeys(extensionKey);
    }

    @Produces
    @Singleton
    InProcessEventGateway gateway() {
        return gateway;
    }

    /** First the handlers that run, then what they were loaded from. */
    void close(@Disposes InProcessEventGateway gateway) {
        gateway.close();
        plugins.close();
    }
}
