package dev.eventbus.it.fault;

import static dev.eventbus.it.Platform.each;
import static dev.eventbus.it.Platform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eventbus.it.Api;
import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.stack.LocalStack;
import dev.eventbus.it.stack.StackSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptDataIT {

    @Test
    void aSecondStartShowsTheSameEventsAndAFreshOneNone(@TempDir Path folder) {
        StackSettings settings = SharedStack.settings(folder.resolve("a run folder"));

        String eventId = publishAndLog(settings);

        assertThat(eventsAfterAStart(settings)).contains(eventId);
        LocalStack.forget(settings);
        assertThat(eventsAfterAStart(settings)).isEmpty();
        assertThat(folder.resolve("a run folder/stack.json")).doesNotExist();
    }

    private static String publishAndLog(StackSettings settings) {
        try (LocalStack stack = LocalStack.start(settings)) {
            Api ann = new Platform(stack).as(SharedStack.ANN);
            String id = ann.publish(Map.of("eventKey", "task.created", "payload", Map.of("kept", true)));
            eventually().until(() -> logged(ann).contains(id));
            return id;
        }
    }

    private static List<String> eventsAfterAStart(StackSettings settings) {
        try (LocalStack stack = LocalStack.start(settings)) {
            return logged(new Platform(stack).as(SharedStack.ANN));
        }
    }

    private static List<String> logged(Api ann) {
        return each(ann.get("/api/workspaces/demo/events").expect(200).body().path("items"), "id");
    }
}
