package dev.eventbus.forwarder;

import dev.eventbus.forwarder.admin.AdminToken;
import dev.eventbus.forwarder.admin.CurrentForwarder;
import dev.eventbus.forwarder.admin.Running;
import dev.eventbus.forwarder.config.BrokenConfigException;
import dev.eventbus.forwarder.config.ConfigSource;
import dev.eventbus.forwarder.config.ForwarderConfig;
import dev.eventbus.forwarder.config.ForwarderSettings;
import dev.eventbus.forwarder.deadletter.DeadLetterDesk;
import dev.eventbus.forwarder.forward.Backlogs;
import dev.eventbus.forwarder.forward.Forwarder;
import dev.eventbus.forwarder.forward.Reload;
import dev.eventbus.forwarder.forward.Surroundings;
import dev.eventbus.nats.NatsConnection;
import dev.eventbus.nats.NatsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: read the configuration or refuse to start, forward until told to stop, stop in order. */
@Singleton
@Unremovable
public final class ForwarderApplication implements QuarkusApplication {
    /** The exit code for a broken configuration: EX_CONFIG of sysexits.h. */
    static final int BROKEN_CONFIG = 78;

    private static final Logger LOG = LoggerFactory.getLogger(ForwarderApplication.class);

    private final ForwarderSettings settings;
    private final Vertx vertx;
    private final MeterRegistry registry;
    private final CurrentForwarder current;
    private final DeadLetterDesk deadLetters;
    private final String version;

    ForwarderApplication(
            ForwarderSettings settings,
            Vertx vertx,
            MeterRegistry registry,
            CurrentForwarder current,
            DeadLetterDesk deadLetters,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.settings = settings;
        this.vertx = vertx;
        this.registry = registry;
        this.current = current;
        this.deadLetters = deadLetters;
        this.version = version;
    }

    @Override
    public int run(String... args) {
        try {
            if (AdminToken.of(settings.admin().token()).isShort()) {
                LOG.warn("FORWARDER_ADMIN_TOKEN is short enough to be guessed; make one with: openssl rand -hex 32");
            }
            ConfigSource source = new ConfigSource(settings.configDir(), System.getenv());
            forwardUntilStopped(source, source.load(), settings.nats().settings());
            return 0;
        } catch (BrokenConfigException e) {
            e.lines().forEach(System.err::println);
            return BROKEN_CONFIG;
        }
    }

    private void forwardUntilStopped(ConfigSource source, ForwarderConfig config, NatsSettings nats) {
        LOG.info(
                "Read the configuration folder={} subscriptions={} enabled={} streams={} nats={}",
                source.folder(),
                config.subscriptions().size(),
                config.enabled().size(),
                config.streams().size(),
                nats);
        try (NatsConnection connection = NatsConnection.connect(nats);
                Forwarder forwarder = Forwarder.start(config, surroundings(connection));
                var unused = deadLetters.open(forwarder, surroundings(connection));
                Backlogs backlogs = Backlogs.watch(forwarder, surroundings(connection))) {
            Reload reload = new Reload(source, forwarder, registry);
            current.set(new Running(forwarder, backlogs, reload));
            try (ConfigWatch watch = ConfigWatch.start(reload)) {
                Quarkus.waitForExit();
            }
        }
    }

    private Surroundings surroundings(NatsConnection connection) {
        return new Surroundings(
                connection,
                vertx,
                registry,
                "eventbus-forwarder/" + version,
                InstantSource.system(),
                RandomGenerator.getDefault());
    }
}
