package dev.eventbus.example.crm;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

/** The commands: serve, close-deal, create-product. */
public final class Crm {
    private static final String USAGE = """
            usage: crm serve | close-deal DEAL AMOUNT CURRENCY | create-product PRODUCT NAME
            environment: API_KEY, GATEWAY_URL (http://localhost:8080), WORKSPACE (demo); serve: CRM_SECRET, CRM_PORT (8090)""";

    private Crm() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> environment = System.getenv();
        switch (String.join(" ", arguments).isEmpty() ? "" : arguments[0] + " " + arguments.length) {
            case "serve 1" -> serve(environment);
            case "close-deal 4" -> {
                Deals deals = new Deals(gateway(environment));
                System.out.println(deals.close(arguments[1], arguments[2], arguments[3]));
            }
            case "create-product 3" -> {
                Deals deals = new Deals(gateway(environment));
                System.out.println(deals.createProduct(arguments[1], arguments[2]));
            }
            default -> {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
    }

    private static void serve(Map<String, String> environment) throws IOException {
        int port = Integer.parseInt(environment.getOrDefault("CRM_PORT", "8090"));
        WebhookSignature signature = WebhookSignature.of(required(environment, "CRM_SECRET"), InstantSource.system());
        CrmService service = CrmService.start(port, signature, System.out::println);
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        System.out.println("Serving on port " + service.port());
    }

    private static Gateway gateway(Map<String, String> environment) {
        return new Gateway(
                URI.create(environment.getOrDefault("GATEWAY_URL", "http://localhost:8080")),
                environment.getOrDefault("WORKSPACE", "demo"),
                required(environment, "API_KEY"));
    }

    private static String required(Map<String, String> environment, String name) {
        return Objects.requireNonNull(environment.get(name), () -> "Set " + name + ".\n" + USAGE);
    }
}
