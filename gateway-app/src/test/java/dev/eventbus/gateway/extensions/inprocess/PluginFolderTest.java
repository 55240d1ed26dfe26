package dev.eventbus.gateway.extensions.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.Event;
import dev.eventbus.EventContext;
import dev.eventbus.EventDraft;
import dev.eventbus.extensions.HandlerResult;
import dev.eventbus.extensions.InProcessEventGateway;
import dev.eventbus.extensions.Invocation;
import dev.eventbus.gateway.extensions.inprocess.HostedExtensions.Hosted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {
    private static final String GOOD = "@EventHandler(eventKey = \"crm.deal.closed\") void on(EventEnvelope e) {}";

    private final InProcessEventGateway gateway = InProcessEventGateway.create();
    private final HostedExtensions extensions = new HostedExtensions(gateway);
    private final PluginFolder plugins = new PluginFolder(Duration.ofSeconds(5));
    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger(PluginFolder.class.getName());
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getLevel() + " " + String.format(line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        logger.addHandler(log);
    }

    @AfterEach
    void close() {
        logger.removeHandler(log);
        gateway.close();
        plugins.close();
    }

    @Test
    void callsTheHandlersOfAJar() {
        TestPlugins.write(folder.resolve("deals.jar"), "deals", """
                public record Deal(String id) {}
                @EventHandler(eventKey = "crm.deal.*") void on(Deal deal, EventEnvelope event) {
                    if (!deal.id().equals("d1")) throw new IllegalStateException(deal.id());
                }""");

        plugins.addTo(extensions, folder);

        assertThat(extensions.all()).containsExactly(new Hosted("deals", "deals", "deals.jar"));
        assertThat(gateway.eventKeys("deals")).containsExactly("crm.deal.*");
        assertThat(results("deals", Map.of("id", "d1"))).containsExactly(HandlerResult.HANDLED);
    }

    @Test
    void hidesTheGatewayItsLibrariesAndOtherPlugins() {
        TestPlugins.write(folder.resolve("a.jar"), "a", GOOD);
        TestPlugins.write(folder.resolve("b.jar"), "b", """
                @EventHandler(eventKey = "crm.deal.closed") void on(EventEnvelope e) throws Exception {
                    java.util.List<String> seen = new java.util.ArrayList<>();
                    for (ClassLoader loader : new ClassLoader[] {
                            getClass().getClassLoader(), Thread.currentThread().getContextClassLoader()}) {
                        for (String name : new String[] {"dev.eventbus.gateway.database.Jdbc",
                                "dev.eventbus.nats.NatsConnection", "io.nats.client.Connection",
                                "io.quarkus.runtime.Quarkus", "org.postgresql.Driver"}) {
                            try { loader.loadClass(name); seen.add(name); } catch (ClassNotFoundException gone) { }
                        }
                        if (loader.getResource("application.properties") != null) seen.add("application.properties");
                        if (loader.loadClass("plugin.Handler") != getClass()) seen.add("plugin.Handler of a.jar");
                        loader.loadClass("com.fasterxml.jackson.databind.JsonNode");
                        loader.loadClass("org.slf4j.Logger");
                    }
                    if (!seen.isEmpty()) throw new IllegalStateException(seen.toString());
                }""");

        plugins.addTo(extensions, folder);

        assertThat(results("a", Map.of())).containsExactly(HandlerResult.HANDLED);
        assertThat(results("b", Map.of())).containsExactly(HandlerResult.HANDLED);
    }

    @Test
    void passesOverWhatCannotBeUsedAndSaysWhatToDo() throws IOException {
        Files.writeString(folder.resolve("a-text.jar"), "this is no jar");
        TestPlugins.write(
                folder.resolve("b-signature.jar"), "b", "@EventHandler(eventKey = \"a.b\") void on(int i) {}");
        TestPlugins.write(folder.resolve("c-constructor.jar"), "c", GOOD + "public Handler() { int i = 1 / (1 - 1); }");
        TestPlugins.writeSource(
                folder.resolve("d-annotation.jar"),
                "import dev.eventbus.extensions.*; public class Handler implements PlatformEventHandler {" + GOOD
                        + "}");
        TestPlugins.write(folder.resolve("e-key.jar"), "my deals", GOOD);
        TestPlugins.write(folder.resolve("f-private.jar"), "f", GOOD + " private Handler() {}");
        TestPlugins.write(folder.resolve("g-good.jar"), "g", GOOD);
        TestPlugins.write(folder.resolve("h-same-key.jar"), "g", GOOD);

        plugins.addTo(extensions, folder);

        assertThat(extensions.all()).extracting(Hosted::key).containsExactly("g");
        assertThat(results("g", Map.of())).hasSize(1);
        assertThat(logged.stream().filter(line -> line.startsWith("ERROR") || line.startsWith("SEVERE")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("Mend or remove it and restart", "a-text.jar", "zip"),
                        line -> assertThat(line)
                                .contains("b-signature.jar", "plugin.Handler#on(int)", "declare a record"),
                        line -> assertThat(line)
                                .contains("c-constructor.jar", "caused by java.lang.ArithmeticException"),
                        line -> assertThat(line).contains("d-annotation.jar", "must be annotated with @Extension"),
                        line -> assertThat(line).contains("e-key.jar", "\"my deals\""),
                        line -> assertThat(line).contains("f-private.jar", "public no-arg constructor"),
                        line -> assertThat(line)
                                .contains("h-same-key.jar", "already there, from g-good.jar", "another key"));
    }

    @Test
    void startsThoughAConstructorNeverReturns() {
        TestPlugins.write(
                folder.resolve("a.jar"), "a", GOOD + "public Handler() throws Exception { Thread.sleep(60_000); }");
        TestPlugins.write(folder.resolve("b.jar"), "b", GOOD);

        new PluginFolder(Duration.ofMillis(300)).addTo(extensions, folder);

        assertThat(extensions.all()).extracting(Hosted::key).containsExactly("b");
        assertThat(logged).anySatisfy(line -> assertThat(line).contains("a.jar", "took longer than 300 ms"));
    }

    @Test
    void takesAFolderThatIsNotThereForAnEmptyOne() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        plugins.addTo(extensions, folder.resolve("missing"));
        assertThat(logged).isEmpty();

        plugins.addTo(extensions, file);
        assertThat(logged).singleElement().asString().contains("PLUGINS_DIR must be a folder");
    }

    private List<HandlerResult> results(String extension, Map<String, String> payload) {
        Event event = EventDraft.of(payload)
                .toEvent(EventContext.of("demo", "crm"), "crm.deal.closed", () -> "e1", InstantSource.system());
        return gateway.dispatch(extension, event).stream()
                .map(Invocation::result)
                .map(result -> result.toCompletableFuture().join())
                .toList();
    }
}
