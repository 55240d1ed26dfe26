package dev.eventbus.it.flow;

import static dev.eventbus.it.Platform.each;
import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.it.Api;
import dev.eventbus.it.Extensions;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.Sinks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documentation as a person pastes them: only the port is another one. */
@ExtendWith(SharedStack.class)
class ChatFlowIT {

    private static final String WORKSPACE = "ws-uuid";
    private static final String SUCCESS = "{\"code\":\"SUCCESS\",\"eventId\":\"";

    private static final String DEAL_CLOSED = """
            curl -X POST http://localhost:8080/api/workspaces/ws-uuid/events/publish \\
            -H "Content-Type: application/json" \\
            -b cookies.txt \\
            -d '{
            "eventKey": "crm.deal.closed",
            "schemaVersion": "1.0",
            "actor": "user-uuid",
            "payload": {
            "dealId": "deal-123",
            "amount": "5000.00",
            "currency": "USD"
            }
            }'
            """;

    private static final String NOTIFICATION = """
            curl -X POST http://localhost:8080/api/workspaces/ws-uuid/events/publish \\
            -H "Content-Type: application/json" \\
            -b cookies.txt \\
            -d '{
            "eventKey": "platform.notification",
            "payload": {
            "channel": "deals",
            "message": "Deal #123 closed for $5,000!",
            "sender": "crm-bot"
            }
            }'
            """;

    private static final String SIGN_IN = """
            curl -c cookies.txt http://localhost:8080/api/auth/login -H "Content-Type: application/json" \\
            -d '{"email":"eve@example.com","password":"eve-password"}'
            """;

    @TempDir
    private Path folder;

    private final Platform platform;
    private final Api eve;

    ChatFlowIT(Platform platform) {
        this.platform = platform;
        this.eve = platform.as(SharedStack.EVE);
    }

    @BeforeEach
    void signIn() throws Exception {
        assertThat(pasted(SIGN_IN)).contains("\"token\"");
    }

    @Test
    void theExampleOfAClosedDealIsAnsweredSuccess() throws Exception {
        assertThat(pasted(DEAL_CLOSED)).startsWith(SUCCESS);
    }

    @Test
    void aNotificationIsReadInItsChannelAndReachesAnExternalServiceToo() throws Exception {
        try (Sinks sinks = Sinks.open();
                Extensions extensions = new Extensions(platform.asAdmin(), WORKSPACE)) {
            extensions.install("listener", sinks.url("listener"), "platform.notification");
            int before = messages().size();

            String answer = pasted(NOTIFICATION);

            assertThat(answer).startsWith(SUCCESS);
            eventually().until(() -> messages().size() == before + 1);
            assertThat(messages()).contains("Deal #123 closed for $5,000!");
            eventually().until(() -> sinks.count("listener") == 1);
            String eventId = sinks.times("listener").keySet().iterator().next();
            assertThat(answer).contains(eventId);
            assertThat(sinks.body(eventId)).contains("\"eventKey\":\"platform.notification\"");
        }
    }

    @Test
    void anExtensionThatIsDisabledOrUninstalledGetsNothing() throws Exception {
        try (Sinks sinks = Sinks.open();
                Extensions extensions = new Extensions(platform.asAdmin(), WORKSPACE)) {
            extensions.install("disabled", sinks.url("disabled"), "platform.notification");
            extensions.install("uninstalled", sinks.url("uninstalled"), "platform.notification");
            extensions.install("kept", sinks.url("kept"), "platform.notification");
            pasted(NOTIFICATION);
            eventually().until(() -> sinks.count("disabled") == 1 && sinks.count("uninstalled") == 1);

            extensions.disable("disabled");
            extensions.uninstall("uninstalled");
            pasted(NOTIFICATION);

            eventually().until(() -> sinks.count("kept") == 2);
            assertThat(sinks.count("disabled")).isEqualTo(1);
            assertThat(sinks.count("uninstalled")).isEqualTo(1);

            extensions.enable("disabled");
            pasted(NOTIFICATION);
            eventually().until(() -> sinks.count("disabled") == 2);
        }
    }

    private List<String> messages() {
        return each(
                eve.get("/api/workspaces/" + WORKSPACE + "/chat/channels/deals/messages")
                        .expect(200)
                        .body()
                        .path("items"),
                "message");
    }

    /** What a command prints when it is pasted into a shell. */
    private String pasted(String command) throws Exception {
        Path output = folder.resolve("output");
        String here = command.replace(
                "http://localhost:8080", platform.stack().gateway().url());
        Process shell = new ProcessBuilder("bash", "-c", here)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
        assertThat(shell.waitFor()).as(here).isZero();
        return Files.readString(output);
    }
}
