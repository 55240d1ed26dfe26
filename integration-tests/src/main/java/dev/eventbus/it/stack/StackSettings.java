package dev.eventbus.it.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a stack is started with.
 *
 * @param project the checkout
 * @param run the folder for data, logs and state
 * @param environment ports and other variables, as of a shell
 * @param users the accounts that the gateway creates
 * @param console gets a line for each step and for each thing the demo receiver got
 */
public record StackSettings(
        Path project, Path run, Map<String, String> environment, List<DemoUser> users, Consumer<String> console) {

    public StackSettings {
        environment = Map.copyOf(environment);
        users = List.copyOf(users);
    }

    /** The demo: the three demo users, lines printed to the standard output. */
    static StackSettings demo(Path project) {
        return new StackSettings(
                project, project.resolve(".run"), System.getenv(), DemoUser.all(), System.out::println);
    }

    /** A stack on free ports that shares nothing with the one of {@code ./run}, silent. */
    public static StackSettings isolated(Path project, Path run) {
        Map<String, String> free = new HashMap<>(System.getenv());
        free.remove("NATS_URL");
        free.remove("DATABASE_URL");
        for (Listener listener : Listener.values()) {
            free.put(listener.variable(), "0");
        }
        // They live for seconds: over before the second compiler pays off.
        free.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        return new StackSettings(project, run, free, DemoUser.all(), line -> {});
    }

    /** The same with one variable more. */
    public StackSettings with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new StackSettings(project, run, more, users, console);
    }

    /** The same with more users. */
    public StackSettings with(List<DemoUser> more) {
        List<DemoUser> all = new ArrayList<>(users);
        all.addAll(more);
        return new StackSettings(project, run, environment, all, console);
    }

    StackFolders folders() {
        return new StackFolders(project, run);
    }
}
