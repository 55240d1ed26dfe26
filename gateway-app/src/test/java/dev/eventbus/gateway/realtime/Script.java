package dev.eventbus.gateway.realtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/** The browser's client in a JavaScript engine, where a page would have it. For one thread. */
final class Script implements AutoCloseable {
    private final Context context = Context.newBuilder("js")
            .allowHostAccess(HostAccess.ALL)
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .option("js.esm-eval-returns-exports", "true")
            .build();

    /** @param surroundings what a browser would have: WebSocket, setTimeout, … */
    Script(String surroundings) {
        run(surroundings);
        try (InputStream file = Script.class.getResourceAsStream("/META-INF/resources/eventbus-client.js")) {
            Source module = Source.newBuilder(
                            "js", new InputStreamReader(file, StandardCharsets.UTF_8), "eventbus-client.mjs")
                    .build();
            give("EventBusClient", context.eval(module).getMember("EventBusClient"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void give(String name, Object value) {
        context.getBindings("js").putMember(name, value);
    }

    Value run(String code) {
        return context.eval("js", code);
    }

    @Override
    public void close() {
        context.close(true);
    }
}
