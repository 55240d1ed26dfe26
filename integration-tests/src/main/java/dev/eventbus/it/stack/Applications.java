package dev.eventbus.it.stack;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The three applications with the environment each of them gets. */
final class Applications {

    private final StackSettings settings;
    private final StackFolders folders;
    private final Ports ports;
    private final Secrets secrets;
    private final Map<String, String> shared = new HashMap<>();

    Applications(StackSettings settings, Ports ports, Broker broker, DatabaseAccess database) {
        this.settings = settings;
        this.folders = settings.folders();
        this.ports = ports;
        this.secrets = new Secrets(folders.data());
        shared.put("HTTP_HOST", settings.environment().getOrDefault("HTTP_HOST", "127.0.0.1"));
        shared.put("NATS_URL", broker.url());
        shared.put("DATABASE_URL", database.url());
        shared.put("DATABASE_USER", database.user());
        shared.put("DATABASE_PASSWORD", database.password());
        shared.put("INTERNAL_SECRET", secrets.named("internal"));
        shared.put("RECEIVER_PORT", Integer.toString(ports.of(Listener.RECEIVER)));
    }

    Application gateway(Pids pids) {
        return gateway("gateway", ports.of(Listener.GATEWAY), pids);
    }

    /** A gateway beside the first, told apart by its name and port alone. */
    Application anotherGateway(int number, Pids pids) {
        return gateway("gateway-" + number, Ports.free(), pids);
    }

    private Application gateway(String name, int port, Pids pids) {
        Map<String, String> own = Map.of(
                "NOTIFIER_URL", "http://localhost:" + ports.of(Listener.NOTIFIER),
                "SEED_USERS", SeedUsers.json(settings.users()),
                "EVENTBUS_ALLOWED_HOSTS", "localhost:" + ports.of(Listener.RECEIVER) + ",127.0.0.1");
        return application(new AppSpec(name, folders.jar("gateway-app"), port, folders.logs(), own), pids);
    }

    Application notifier(int smtpPort, Pids pids) {
        Map<String, String> own = Map.of(
                "SMTP_HOST", "127.0.0.1",
                "SMTP_PORT", Integer.toString(smtpPort),
                "PUBLIC_URL", "http://localhost:" + ports.of(Listener.GATEWAY),
                "EVENTBUS_ALLOWED_HOSTS", "127.0.0.1");
        return application(spec(Listener.NOTIFIER, "notifications", own), pids);
    }

    Application forwarder(Pids pids) {
        Map<String, String> own = Map.of(
                "FORWARDER_CONFIG_DIR", folders.demoConfig().toString(),
                "FORWARDER_ADMIN_TOKEN", secrets.named("forwarder-admin"));
        return application(spec(Listener.FORWARDER, "webhook-forwarder", own), pids);
    }

    private AppSpec spec(Listener listener, String module, Map<String, String> own) {
        String name = listener.name().toLowerCase(Locale.ROOT);
        return new AppSpec(name, folders.jar(module), ports.of(listener), folders.logs(), own);
    }

    /** What the person set in the shell wins over what the stack chose, ports and addresses excepted. */
    private Application application(AppSpec chosen, Pids pids) {
        Map<String, String> environment = new HashMap<>(chosen.environment());
        environment.putAll(settings.environment());
        environment.putAll(shared);
        environment.put("HTTP_PORT", Integer.toString(chosen.port()));
        LogFile.rotated(chosen.log());
        return new Application(chosen.with(environment), pids);
    }
}
