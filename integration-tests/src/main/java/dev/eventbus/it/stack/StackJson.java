package dev.eventbus.it.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that tells others where the stack is; it exists while the stack is ready. */
record StackJson(Path file) {

    private static final ObjectMapper JSON = new ObjectMapper();

    void write(LocalStack stack) {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content(stack)) + "\n");
            // In one step: whoever waits for the file must never read half of it.
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackException("Could not write " + file + ": " + e.getMessage(), e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StackException("Could not delete " + file + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode content(LocalStack stack) {
        ObjectNode root = JSON.createObjectNode()
                .put("gateway", stack.gateway().url())
                .put("notifier", stack.notifier().url())
                .put("forwarder", stack.forwarder().url())
                .put("receiver", stack.receiverUrl())
                .put("nats", stack.broker().url());
        stack.broker().monitor().ifPresent(url -> root.put("natsMonitor", url));
        root.put("postgres", stack.databaseUrl());
        root.put("mail", stack.mailUrl());
        root.put("workspace", DemoUser.WORKSPACE);
        ArrayNode users = root.putArray("users");
        stack.users().forEach(user -> {
            ObjectNode one = users.addObject().put("email", user.email()).put("password", user.password());
            user.demoRole().ifPresent(role -> one.put("role", role));
        });
        ObjectNode pids =
                root.putObject("pids").put("launcher", ProcessHandle.current().pid());
        stack.parts().forEach(part -> part.pid().ifPresent(pid -> pids.put(part.name(), pid)));
        return root;
    }
}
