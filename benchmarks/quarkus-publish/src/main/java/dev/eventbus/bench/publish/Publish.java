package dev.eventbus.bench.publish;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Publishes the body as it comes, on the event loop, and answers when it is stored. Checks and knows nobody. */
@Path("/publish")
@Singleton
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class Publish {
    private final JetStream jetStream;
    private final String subject;

    Publish(
            @ConfigProperty(name = "publish.nats") String server,
            @ConfigProperty(name = "publish.subject") String subject)
            throws IOException, InterruptedException {
        Connection connection = Nats.connect(
                new Options.Builder().server(server).dontForceFlushOnRequest().build());
        this.jetStream = connection.jetStream();
        this.subject = subject;
    }

    /** The same answer as the gateway's. */
    public record Accepted(String code, String eventId) {}

    @POST
    public CompletionStage<Accepted> publish(byte[] body) {
        return jetStream
                .publishAsync(subject, body)
                .thenApply(stored -> new Accepted("SUCCESS", Long.toString(stored.getSeqno())));
    }
}
