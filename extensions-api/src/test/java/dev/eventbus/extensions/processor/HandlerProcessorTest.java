package dev.eventbus.extensions.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.extensions.PlatformEventHandler;
import dev.eventbus.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlerProcessorTest {
    private static final String SERVICES = "META-INF/services/" + PlatformEventHandler.class.getName();

    private static final Set<Diagnostic.Kind> TROUBLE =
            Set.of(Diagnostic.Kind.ERROR, Diagnostic.Kind.MANDATORY_WARNING);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            @EventHandler(eventKey = "a.b") void nothing() {}                            | must take a payload
            @EventHandler(eventKey = "a.b") void x(Deal a, EventEnvelope b, String c) {} | took 3 parameters
            @EventHandler(eventKey = "a.b") void x(Deal a, dev.eventbus.Event b) {} | must take EventEnvelope as second parameter, took dev.eventbus.Event
            @EventHandler(eventKey = "a.b") int x(Deal a) { return 1; }                  | must return void, returned int
            @EventHandler(eventKey = "a.b") static void x(EventEnvelope a) {}            | must not be static
            @EventHandler(eventKey = "a.b") void x(int a) {}                             | took int
            @EventHandler(eventKey = "a.b") void x(List<Deal> a) {}                      | declare a record for it
            @EventHandler(eventKey = "a.b") void x(Map<String, Long> a) {}               | took java.util.Map<java.lang.String,java.lang.Long>
            @EventHandler(eventKey = "a.b") <T> void x(T a) {}                           | took T; declare a record
            @EventHandler(eventKey = "deal") void x(Deal a) {}                           | eventPattern must have 2 to 16 segments
            @EventHandler(eventKey = "crm.de al.closed") void x(Deal a) {}               | eventPattern segment 2 must match
            void x(Deal a) {}                                                            | must have a method annotated with @EventHandler, had none
            """)
    void refusesWhatTheDispatcherWouldAndNamesIt(String method, String message) throws IOException {
        List<String> errors = compile("@Extension(key = \"x\") public class Handler implements PlatformEventHandler {"
                + " record Deal(String id) {} " + method + "}");

        assertThat(errors).singleElement().asString().contains("plugin.Handler").contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            @Extension(key = "my deals") public class Handler implements PlatformEventHandler  | @Extension key must match
            @Extension(key = "x") public class Handler                                         | must implement PlatformEventHandler
            public class Handler                             | must be in a class that implements PlatformEventHandler
            """)
    void refusesAClassThatNobodyWouldFind(String declaration, String message) throws IOException {
        assertThat(compile(declaration + " { @EventHandler(eventKey = \"a.b\") void on(EventEnvelope e) {} }"))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).contains("plugin.Handler"))
                .anySatisfy(error -> assertThat(error).contains(message));
    }

    @Test
    void writesWhichTypesANativeExecutableReflectsOn() throws IOException {
        List<String> errors = compile("""
                @Extension(key = "x") public class Handler extends Base implements PlatformEventHandler {
                    record Money(String amount, Currency currency) {}
                    enum Currency { USD, EUR }
                    sealed interface Party permits Company {}
                    record Company(String name) implements Party {}
                    static class Line { static Unrelated shared; Money price; }
                    record Deal(String id, List<Line> lines, Map<String, Party[]> parties, Deal parent) {}
                    record Unrelated() {}
                    @EventHandler(eventKey = "crm.deal.closed") void on(Deal deal, EventEnvelope event) {}
                    @EventHandler(eventKey = "crm.deal.lost") void lost(Map<String, Object> payload) {}
                    @EventHandler(eventKey = "crm.deal.won") void won(dev.eventbus.Event event) {}
                    void other(Unrelated none) {}
                }
                abstract class Base { record Note(String text) {} @EventHandler(eventKey = "a.b") void note(Note note) {} }""");

        assertThat(errors).isEmpty();
        JsonNode types = Json.tree(Files.readAllBytes(folder.resolve(
                        "META-INF/native-image/dev.eventbus.extensions/plugin.Handler/reachability-metadata.json")))
                .get("reflection");
        assertThat(types.findValuesAsText("type"))
                .containsExactlyInAnyOrder(
                        "plugin.Handler",
                        "plugin.Base",
                        "plugin.Base$Note",
                        "plugin.Handler$Deal",
                        "plugin.Handler$Line",
                        "plugin.Handler$Money",
                        "plugin.Handler$Currency",
                        "plugin.Handler$Party",
                        "plugin.Handler$Company");
        assertThat(types)
                .allSatisfy(type -> assertThat(List.of(
                                type.get("allDeclaredConstructors").asBoolean(),
                                type.get("allDeclaredMethods").asBoolean(),
                                type.get("allDeclaredFields").asBoolean()))
                        .containsOnly(true));
    }

    @Test
    void listsTheHandlersThatAPluginCanOfferAndKeepsLinesWrittenByHand() throws IOException {
        Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(folder.resolve(SERVICES), "plugin.ByHand # own\nplugin.Gone\n");

        List<String> errors = compile("""
                @Extension(key = "x") public class Handler extends Base {
                    @Extension(key = "x") public static class Nested extends Base {}
                    @Extension(key = "x") public class Inner extends Base {}
                    @Extension(key = "x") public static class WithArgument extends Base { public WithArgument(int i) {} }
                    @Extension(key = "x") static class Hidden extends Base { public Hidden() {} }
                    @Extension(key = "x") public static abstract class Abstract extends Base {}
                }
                class ByHand extends Base {}
                class Base implements PlatformEventHandler {
                    @EventHandler(eventKey = "a.b") void on(EventEnvelope e) {}
                }""");

        assertThat(errors).isEmpty();
        assertThat(Files.readAllLines(folder.resolve(SERVICES)))
                .containsExactly("plugin.ByHand", "plugin.Handler", "plugin.Handler$Nested");
    }

    /** As javac would be called: it finds the processor by itself. Returns what it found wrong. */
    private List<String> compile(String source) throws IOException {
        Path file = folder.resolve("Handler.java");
        Files.writeString(file, "package plugin; import dev.eventbus.extensions.*; import java.util.*;\n" + source);
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        List<String> options = new ArrayList<>(List.of("-d", folder.toString(), "-proc:full"));
        options.addAll(List.of("-cp", System.getProperty("java.class.path")));
        try (var files = javac.getStandardFileManager(null, null, null)) {
            javac.getTask(null, files, said, options, null, files.getJavaFileObjects(file))
                    .call();
        }
        return said.getDiagnostics().stream()
                .filter(line -> TROUBLE.contains(line.getKind()))
                .map(line -> line.getMessage(null))
                .toList();
    }
}
