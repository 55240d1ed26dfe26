package dev.eventbus.it;

import dev.eventbus.it.stack.DemoUser;
import dev.eventbus.it.stack.LocalStack;
import dev.eventbus.it.stack.StackSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one stack that all classes of a test process share, on free ports and with data of its own.
 *
 * <p>It starts with the first test that asks for it and ends after the last test of that process.
 */
public final class SharedStack implements ParameterResolver {

    /** Posts messages. */
    public static final DemoUser ANN = DemoUser.member("ann@example.com", "ann-password", "Ann");

    /** Gets messages. */
    public static final DemoUser BOB = DemoUser.member("bob@example.com", "bob-password", "Bob");

    /** Reads notifications in a browser, and gets them from one test only. */
    public static final DemoUser IDA = DemoUser.member("ida@example.com", "ida-password", "Ida");

    /** Gets pushes in a browser, and notifications from one test only. */
    public static final DemoUser FAY = DemoUser.member("fay@example.com", "fay-password", "Fay");

    /** Publishes in the workspace that the examples of the source name. */
    public static final DemoUser EVE = new DemoUser(
            "eve@example.com",
            "eve-password",
            "Eve",
            Optional.empty(),
            List.of(new DemoUser.Membership("ws-uuid", "MEMBER")));

    private static final String FOLDER = System.getProperty("stack.folder", "target/stack");
    private static final Namespace NAMESPACE = Namespace.create(SharedStack.class);

    /** A stack of a test's own. */
    public static StackSettings settings(Path run) {
        return StackSettings.isolated(project(), run).with(List.of(ANN, BOB, IDA, FAY, EVE));
    }

    /** The checkout. */
    public static Path project() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve("gateway-app")))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Platform.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .platform();
    }

    private record Running(LocalStack stack, Platform platform) implements AutoCloseable {

        static Running start() {
            StackSettings settings =
                    settings(project().resolve("integration-tests").resolve(FOLDER));
            LocalStack.forget(settings);
            LocalStack stack = LocalStack.start(settings);
            // A run that is interrupted closes no stores: the processes must not outlive it all the same.
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            return new Running(stack, new Platform(stack));
        }

        @Override
        public void close() {
            stack.close();
        }
    }
}
