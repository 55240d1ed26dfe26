package dev.eventbus.gateway;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Holds every answer that a test gets against what {@code /openapi} says: a status or a body that is not described
 * there fails the test. Installs itself for all Quarkus tests.
 */
public final class OpenApiCheck implements Filter, QuarkusTestBeforeEachCallback {
    private static final AtomicBoolean INSTALLED = new AtomicBoolean();

    /** Described by the notifier, which serves them. */
    private static final Pattern NOTIFIER =
            Pattern.compile("/api/workspaces/[^/]+/(notifications|notification-rules|recipients|push)(/.*)?");

    /** Addresses that more than one spelling leads to are nothing a description could match. */
    private static final Pattern PLAIN = Pattern.compile("/api(/[A-Za-z0-9._~:-]+)+");

    /** What an address or a method that is not described may be answered with. */
    private static final Set<Integer> NOT_THERE = Set.of(401, 403, 404, 415);

    private static volatile OpenApiInteractionValidator validator;

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        if (INSTALLED.compareAndSet(false, true)) {
            RestAssured.filters(new OpenApiCheck());
        }
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        URI address = URI.create(request.getURI());
        String path = String.valueOf(address.getRawPath());
        boolean isOurs =
                address.getPort() == RestAssured.port && PLAIN.matcher(path).matches();
        if (isOurs && response.statusCode() != 405 && !NOTIFIER.matcher(path).matches()) {
            check(request.getMethod(), address, response);
        }
        return response;
    }

    private static void check(String method, URI address, Response response) {
        ValidationReport report = validate(method, address, response);
        boolean isDescribed = report.getMessages().stream()
                .noneMatch(message -> message.getKey().startsWith("validation.request."));
        if (!isDescribed && NOT_THERE.contains(response.statusCode())) {
            return;
        }
        if (report.hasErrors()) {
            throw new AssertionError(method + " " + address.getPath() + " was answered with " + response.statusCode()
                    + " " + response.contentType() + ", which /openapi does not describe: " + report.getMessages()
                    + "\n" + response.asString());
        }
    }

    private static ValidationReport validate(String method, URI address, Response response) {
        Request.Method known;
        try {
            known = Request.Method.valueOf(method);
        } catch (IllegalArgumentException e) {
            return ValidationReport.empty();
        }
        SimpleResponse.Builder answer = SimpleResponse.Builder.status(response.statusCode());
        response.headers().forEach(header -> answer.withHeader(header.getName(), header.getValue()));
        byte[] body = response.asByteArray();
        if (body.length > 0) {
            answer.withBody(body);
        }
        return validator(address).validateResponse(address.getRawPath(), known, answer.build());
    }

    private static OpenApiInteractionValidator validator(URI address) {
        if (validator == null) {
            validator = OpenApiInteractionValidator.createForInlineApiSpecification(document(address))
                    .build();
        }
        return validator;
    }

    /** The description as the running application serves it. */
    public static String document(URI address) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest question = HttpRequest.newBuilder(address.resolve("/openapi?format=json"))
                    .build();
            return http.send(question, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
