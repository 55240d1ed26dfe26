package dev.eventbus.bench.forwarder;

import dev.eventbus.bench.process.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The packaged forwarder as users run it. */
final class Forwarder {
    private Forwarder() {}

    static ProcessBuilder command(String nats, List<String> subscriptions, Path folder) throws IOException {
        Files.writeString(folder.resolve("bench.yml"), "subscriptions:\n" + String.join("", subscriptions));
        ProcessBuilder builder =
                Jvm.java("-jar", Jvm.quarkus("webhook-forwarder").toString());
        builder.environment().put("NATS_URL", nats);
        builder.environment().put("FORWARDER_CONFIG_DIR", folder.toString());
        builder.environment().put("HTTP_HOST", "127.0.0.1");
        builder.environment().put("HTTP_PORT", "0");
        return builder;
    }

    static String subscription(Job job) {
        return subscription(job, job.durable(), job.subject());
    }

    static String subscription(Job job, String name, String subject) {
        return """
                  - name: %s
                    stream: %s
                    subject: "%s"
                    consumer: %s
                    webhook:
                      url: "%s"
                      timeout: "15s"
                    retries: 3
                    backoff: "1s"
                    max_concurrency: %d
                    ack_wait: "30s"
                """.formatted(name, job.stream(), subject, name, job.url(), job.concurrency())
                .indent(2);
    }
}
