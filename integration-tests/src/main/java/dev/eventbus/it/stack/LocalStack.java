package dev.eventbus.it.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The whole platform running on this machine; {@code ./run} and the tests use this same class.
 *
 * <p>Servers start first and applications after them; closing goes the other way round. One thread at a time.
 */
public final class LocalStack implements AutoCloseable {

    private static final Duration READY_DEADLINE = Duration.ofSeconds(120);

    private final StackSettings settings;
    private final StackJson json;
    private final Pids pids;
    private final List<Part> parts = new ArrayList<>();
    private final Broker broker;
    private final Database database;
    private final DemoReceiver receiver;
    private final Mailbox mailbox;
    private final Applications applications;
    private final Application gateway;
    private final Application notifier;
    private final Application forwarder;

    private int gateways = 1;

    private LocalStack(StackSettings settings, Ports ports) {
        StackFolders folders = settings.folders();
        Map<String, String> environment = settings.environment();
        this.settings = settings;
        this.json = new StackJson(folders.stackJson());
        this.pids = new Pids(folders.pids());
        try {
            settings.console().accept("Starting NATS and PostgreSQL …");
            broker = started(
                    Broker.isGiven(environment) ? Broker.given(environment) : Broker.start(folders, ports, pids));
            database = started(
                    Database.isGiven(environment)
                            ? Database.given(environment, pids)
                            : Database.start(folders, ports, pids));
            receiver = started(DemoReceiver.start(ports.of(Listener.RECEIVER), settings.console()));
            mailbox = started(Mailbox.start(ports.of(Listener.MAIL)));
            applications = new Applications(settings, ports, broker, database.access());
            settings.console().accept("Starting gateway, notifier and forwarder …");
            gateway = started(applications.gateway(pids));
            notifier = started(applications.notifier(mailbox.smtpPort(), pids));
            forwarder = started(applications.forwarder(pids));
            startApplications();
            json.write(this);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything and returns when all of it is ready.
     *
     * @throws StackException when a port is taken or a part does not start; nothing is left running then
     */
    public static LocalStack start(StackSettings settings) {
        Set<Listener> wanted = EnumSet.allOf(Listener.class);
        if (Broker.isGiven(settings.environment())) {
            wanted.removeAll(Set.of(Listener.NATS, Listener.NATS_MONITOR));
        }
        if (Database.isGiven(settings.environment())) {
            wanted.remove(Listener.POSTGRES);
        }
        return new LocalStack(settings, Ports.choose(wanted, settings.environment()));
    }

    /** Deletes what a stack with these settings has stored; it must not be running. */
    public static void forget(StackSettings settings) {
        settings.folders().deleteData();
    }

    public Application gateway() {
        return gateway;
    }

    /** One gateway more on the same NATS and PostgreSQL, not started yet; it ends with the stack at the latest. */
    public Application anotherGateway() {
        return started(applications.anotherGateway(++gateways, pids));
    }

    public Application notifier() {
        return notifier;
    }

    public Application forwarder() {
        return forwarder;
    }

    public Broker broker() {
        return broker;
    }

    public Database database() {
        return database;
    }

    /** The JDBC address, without credentials. */
    public String databaseUrl() {
        return database.access().url();
    }

    public String receiverUrl() {
        return receiver.url();
    }

    public String mailUrl() {
        return mailbox.url();
    }

    public List<DemoUser> users() {
        return settings.users();
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    /** Stops what was started, in the opposite order; a part that fails to stop does not keep the others up. */
    @Override
    public void close() {
        Thread.interrupted(); // an interrupt may be what asked to stop; the waiting below must not be cut short by it
        json.delete();
        List<RuntimeException> failures = new ArrayList<>();
        for (Part part : parts.reversed()) {
            try {
                part.close();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        parts.clear();
        pids.clear();
        failures.stream().findFirst().ifPresent(failure -> {
            throw failure;
        });
    }

    private void startApplications() {
        List<Application> applications = List.of(gateway, notifier, forwarder);
        applications.forEach(Application::start);
        applications.forEach(application -> application.awaitReady(READY_DEADLINE));
    }

    private <P extends Part> P started(P part) {
        parts.add(part);
        return part;
    }
}
