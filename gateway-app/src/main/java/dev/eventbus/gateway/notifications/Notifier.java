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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The notifier process, over HTTP: a bounded number of calls at a time, each with a deadline for the
 * headers and one for the body. Blocks. */
@ApplicationScoped
class Notifier {
    private static final Logger LOG = Logger.getLogger(Notifier.class);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
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
        return HttpRequest.newBuilder(base.resolve(pathAndQuery)).timeout(PATIENCE);
    }

    /** Throws a {@link ProblemException}: 503 while the notifier is away or busy, 502 if its answer makes no sense. */
    Answer call(HttpRequest request) {
        if (!calls.tryAcquire()) {
            throw new ProblemException(
                    Problem.unavailable("NOTIFIER_BUSY", "Too many requests are waiting for the notifier; try again."));
        }
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            return new Answer(response, bodyOf(response));
        } catch (IOException e) {
            throw away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(e);
        } finally {
            calls.release();
        }
    }

    /** The request's own deadline ends with the headers; closing the stream has a body that stalls fail, too. */
    private static byte[] bodyOf(HttpResponse<InputStream> response) throws IOException {
        CompletableFuture<Boolean> late = new CompletableFuture<>();
        var unused = late.thenRun(() -> closeQuietly(response.body()));
        late.completeOnTimeout(true, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        try (InputStream stream = response.body()) {
            return bounded(stream);
        } finally {
            late.cancel(false);
        }
    }

    private static void closeQuietly(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("The answer of the notifier was closed already", e);
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
