package dev.eventbus.gateway.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Writes into the OpenAPI document how requests can be refused, so that no method has to say it. A method names what
 * only it answers, such as {@code @APIResponse(responseCode = "409", ref = "Conflict")}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ProblemAnswers implements OASFilter {
    private static final String SCHEMA = "Problem";
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{(\\w+)}");

    /** Name and meaning of the shared answers. */
    private static final Map<String, Map.Entry<String, String>> SHARED = Map.ofEntries(
            shared("400", "BadRequest", "Something about the request is wrong; errors name the fields"),
            shared("401", "Unauthenticated", "The credential is missing, wrong or expired"),
            shared("403", "Forbidden", "The caller's part is too small, or a foreign page sent the cookie"),
            shared("404", "NotFound", "There is nothing at this address, or it is not the caller's to see"),
            shared("406", "NotAcceptable", "The answer would be of another type than asked for"),
            shared("409", "Conflict", "The request contradicts what is there"),
            shared("413", "TooLarge", "The body is above the limit"),
            shared("415", "UnsupportedMediaType", "The body must be application/json"),
            shared("429", "TooManyRequests", "Wait as long as Retry-After says"),
            shared("503", "Unavailable", "The broker or the database is away; try again after Retry-After"));

    private static Map.Entry<String, Map.Entry<String, String>> shared(String status, String name, String meaning) {
        return Map.entry(status, Map.entry(name, meaning));
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components =
                document.getComponents() == null ? OASFactory.createComponents() : document.getComponents();
        document.setComponents(components);
        components.addSchema(SCHEMA, schema());
        SHARED.forEach((status, told) -> components.addResponse(told.getKey(), response(told.getValue())));
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (path.startsWith("/api/")) {
                item.getOperations().values().forEach(operation -> complete(path, operation));
            }
        });
    }

    private static void complete(String path, Operation operation) {
        namePathParameters(path, operation);
        boolean hasBody = operation.getRequestBody() != null;
        boolean hasQuery = operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> parameter.getIn() != Parameter.In.PATH);
        add(operation, "401");
        add(operation, "403");
        add(operation, "406");
        add(operation, "503");
        if (hasQuery
                && operation.getParameters().stream()
                        .anyMatch(parameter -> "Idempotency-Key".equals(parameter.getName()))) {
            add(operation, "409");
        }
        if (hasBody || hasQuery || path.contains("{")) {
            add(operation, "400");
        }
        if (path.contains("{")) {
            add(operation, "404");
        }
        if (hasBody) {
            add(operation, "413");
            add(operation, "415");
        }
    }

    /** Those that a method takes together, as a record, are not found. */
    private static void namePathParameters(String path, Operation operation) {
        Matcher names = PATH_PARAMETER.matcher(path);
        while (names.find()) {
            String name = names.group(1);
            boolean isNamed = operation.getParameters() != null
                    && operation.getParameters().stream().anyMatch(parameter -> name.equals(parameter.getName()));
            if (!isNamed) {
                operation.addParameter(OASFactory.createParameter()
                        .name(name)
                        .in(Parameter.In.PATH)
                        .required(true)
                        .schema(text()));
            }
        }
    }

    /** In place of what was made up for 401 and 403; a method's own description stays. */
    private static void add(Operation operation, String status) {
        APIResponse own = operation.getResponses().getAPIResponse(status);
        boolean isMadeUp = own == null || own.getContent() == null;
        if (isMadeUp && (own == null || own.getRef() == null)) {
            String name = Objects.requireNonNull(SHARED.get(status)).getKey();
            operation
                    .getResponses()
                    .addAPIResponse(status, OASFactory.createAPIResponse().ref(name));
        }
    }

    private static APIResponse response(String description) {
        Schema problem = OASFactory.createSchema().ref(SCHEMA);
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(problem)));
    }

    private static Schema schema() {
        Schema error = object().addProperty("field", text()).addProperty("message", text());
        return object().addProperty("type", text())
                .addProperty("title", text())
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text())
                .addProperty("code", text())
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.ARRAY)
                                .items(error))
                .addRequired("type")
                .addRequired("title")
                .addRequired("status")
                .addRequired("detail")
                .addRequired("code");
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
