package dev.eventbus.gateway.notifications;

import dev.eventbus.gateway.problem.Problem;
import dev.eventbus.gateway.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The notifier process, over HTTP: a bounded number of calls at a time, each with a deadline. Blocks. */
@ApplicationScoped
class Notifier {
    private static final Logger LOG = Logger.getLogger(Notifier.class);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration TOTAL = Duration.ofSeconds(15);
    private static final int MAX_CALLS = 200;
    private static final int MAX_BODY = 4 << 20;

    private final URI base;
    private final Semaphore calls = new Semaphore(MAX_CALLS);
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    Notifier(@ConfigProperty(name = "gateway.notifier-url") URI base) {
        this.base = base;
    }

    /** What the notifier said. */
    record Answer(HttpResponse<InputStream> response, byte[] body) {}

    /** A request to a path below the notifier's address; the caller adds method and headers. */
    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(base.resolve(pathAndQuery)).timeout(TOTAL);
    }

    /** Throws a {@link ProblemException}: 503 while the notifier is away or busy, 502 if its answer makes no sense. */
    Answer call(HttpRequest request) {
        if (!calls.tryAcquire()) {
            throw new ProblemException(
                    Problem.unavailable("NOTIFIER_BUSY", "Too many requests are waiting for the notifier; try again."));
        }
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream stream = response.body()) {
                return new Answer(response, bounded(stream));
            }
        } catch (IOException e) {
            throw away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(e);
        } finally {
            calls.release();
        }
    }

    private static byte[] bounded(InputStream stream) throws IOException {
        byte[] body = stream.readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new ProblemException(Problem.of(
                    502, "NOTIFIER_FAILED", "The notifier's answer was larger than " + MAX_BODY + " bytes."));
        }
        return body;
    }

    private static ProblemException away(Exception cause) {
        LOG.warnf("Notifier could not be reached; the request was answered with 503. reason=%s", cause);
        return new ProblemException(
                Problem.unavailable("NOTIFIER_UNAVAILABLE", "The notifier is not there at the moment; try again."),
                cause);
    }
}
