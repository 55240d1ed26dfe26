package dev.eventbus.it.architecture;

import static java.util.stream.Collectors.toSet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** The modules with Java code and, for each, the modules it may know: the arrows of the architecture. */
enum Module {
    CORE("eventbus-core"),
    NATS("eventbus-nats", CORE),
    JDBC("eventbus-jdbc", CORE),
    WEBHOOK_DELIVERY("webhook-delivery", CORE),
    EXTENSIONS_API("extensions-api", CORE),
    FORWARDER("webhook-forwarder", CORE, NATS, WEBHOOK_DELIVERY),
    NOTIFICATIONS("notifications", CORE, NATS, WEBHOOK_DELIVERY),
    GATEWAY("gateway-app", CORE, NATS, WEBHOOK_DELIVERY, EXTENSIONS_API),
    EXAMPLE_EMBEDDED("examples/embedded", CORE),
    EXAMPLE_ORDERS("examples/orders-service", CORE, NATS, JDBC),
    EXAMPLE_CRM("examples/crm"),
    EXAMPLE_CHAT("examples/chat-consumer", CORE, EXTENSIONS_API),
    BENCHMARKS("benchmarks", CORE, NATS, WEBHOOK_DELIVERY),
    INTEGRATION_TESTS("integration-tests", CORE, NATS);

    static final Set<Module> PLAIN_LIBRARIES = EnumSet.of(CORE, NATS, JDBC, WEBHOOK_DELIVERY, EXTENSIONS_API);

    private final String folder;
    private final Set<Module> mayKnow;

    Module(String folder, Module... mayKnow) {
        this.folder = folder;
        this.mayKnow = Arrays.stream(mayKnow).collect(toSet());
    }

    boolean mayKnow(Module other) {
        return this == other || mayKnow.contains(other);
    }

    Path mainClasses() {
        return project().resolve(folder).resolve("target/classes");
    }

    Path mainSources() {
        return project().resolve(folder).resolve("src/main/java");
    }

    Path sources() {
        return project().resolve(folder).resolve("src");
    }

    /** The checkout: the folder above this one that holds all of the modules. */
    static Path project() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve("eventbus-core")))
                .findFirst()
                .orElseThrow();
    }
}
