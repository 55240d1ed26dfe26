package dev.eventbus.it.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.stack.DemoUser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A headless Firefox with a new profile that allows notifications and gets its pushes from a push service of the test's.
 * Where there is none, the test is skipped and says so.
 */
final class Firefox implements AutoCloseable {
    private static final List<String> NAMES = List.of("firefox-esr", "firefox");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf"; // the WebDriver standard's own name

    private final Path profile;
    private final Process process;
    private final Marionette marionette;

    private Firefox(Path profile, Process process) throws IOException {
        this.profile = profile;
        this.process = process;
        try {
            this.marionette = new Marionette(port());
        } catch (IOException | RuntimeException | Error e) {
            end();
            throw e;
        }
    }

    /** Starts one whose push service has that address. */
    static Firefox start(String pushService) throws IOException {
        Optional<Path> browser = NAMES.stream().flatMap(Firefox::onPath).findFirst();
        assumeTrue(browser.isPresent(), "no firefox on the PATH (Debian: apt-get install firefox-esr)");
        Path target = SharedStack.project().resolve("integration-tests/target");
        Path profile = Files.createTempDirectory(target, "firefox-");
        Files.writeString(profile.resolve("user.js"), preferences(pushService));
        ProcessBuilder builder = new ProcessBuilder(
                        browser.orElseThrow().toString(),
                        "--headless",
                        "--marionette",
                        "--no-remote",
                        "--profile",
                        profile.toString(),
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(target.resolve("firefox.log").toFile());
        builder.environment().put("HOME", profile.toString()); // where it would keep caches and crash reports
        return new Firefox(profile, builder.start());
    }

    private static Stream<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }

    private static String preferences(String pushService) {
        Map<String, String> preferences = new TreeMap<>(Map.of(
                "dom.push.serverURL", '"' + pushService + '"',
                "dom.push.testing.allowInsecureServerURL", "true",
                "dom.push.connection.enabled", "true",
                "permissions.default.desktop-notification", "1",
                "alerts.useSystemBackend", "false", // there is no desktop
                "marionette.port", "0", // a free one
                "remote.prefs.recommended", "false")); // they would turn pushes off
        // A first start asks, reports and looks for updates: none of it here.
        preferences.putAll(Map.of(
                "app.normandy.enabled", "false",
                "browser.aboutwelcome.enabled", "false",
                "browser.shell.checkDefaultBrowser", "false",
                "browser.startup.homepage_override.mstone", "\"ignore\"",
                "datareporting.policy.dataSubmissionEnabled", "false",
                "extensions.getAddons.cache.enabled", "false",
                "network.captive-portal-service.enabled", "false",
                "network.connectivity-service.enabled", "false",
                "network.proxy.type", "0",
                "services.settings.server", "\"data:,\""));
        return preferences.entrySet().stream()
                .map(entry -> "user_pref(\"%s\", %s);%n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }

    /** Firefox writes it down once it listens. */
    private int port() throws IOException {
        Path file = profile.resolve("MarionetteActivePort");
        Platform.eventually().until(() -> !process.isAlive() || Files.size(file) > 0);
        if (!process.isAlive()) {
            throw new IOException("Firefox ended at its start; what it said is in target/firefox.log");
        }
        return Integer.parseInt(Files.readString(file).strip());
    }

    void open(String address) {
        marionette.run("WebDriver:Navigate", Map.of("url", address));
    }

    /** Signs in on the inbox page, by hand as it were. */
    void signIn(Platform platform, DemoUser user) {
        open(platform.stack().gateway().url() + "/inbox");
        Platform.eventually().until(() -> isShown("#sign-in"));
        type("[name=email]", user.email());
        type("[name=password]", user.password());
        click("#sign-in button");
        Platform.eventually().until(() -> text("#state").endsWith("live"));
    }

    void click(String selector) {
        marionette.run("WebDriver:ElementClick", Map.of("id", find(selector)));
    }

    String text(String selector) {
        return value(marionette.run("WebDriver:GetElementText", Map.of("id", find(selector))))
                .asText();
    }

    /** Runs a script on the page; its last argument is to be called with the result. */
    JsonNode run(String script) {
        return value(marionette.run("WebDriver:ExecuteAsyncScript", Map.of("script", script, "args", List.of())));
    }

    private boolean isShown(String selector) {
        return value(marionette.run("WebDriver:IsElementDisplayed", Map.of("id", find(selector))))
                .asBoolean();
    }

    private void type(String selector, String text) {
        marionette.run("WebDriver:ElementSendKeys", Map.of("id", find(selector), "text", text));
    }

    private String find(String selector) {
        Map<String, String> wanted = Map.of("using", "css selector", "value", selector);
        return value(marionette.run("WebDriver:FindElement", wanted))
                .path(ELEMENT)
                .asText();
    }

    private static JsonNode value(JsonNode result) {
        return result.path("value");
    }

    @Override
    public void close() throws IOException {
        marionette.close();
        end();
    }

    /** With its children, and everything it wrote. */
    private void end() throws IOException {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
