package dev.eventbus.gateway.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Serves {@code /inbox} and pages like it: {@code META-INF/resources/inbox.html} without its ending. */
@Singleton
class Pages {
    private static final List<String> PAGES = List.of("/inbox");

    /** Scripts and styles are files of ours, never part of a page, so that text that slips into one stays text. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    void install(@Observes Router router) {
        for (String page : PAGES) {
            router.route(HttpMethod.GET, page + ".html").order(0).handler(Pages::protect);
            router.route(HttpMethod.GET, page).order(0).handler(exchange -> exchange.reroute(page + ".html"));
        }
    }

    private static void protect(RoutingContext exchange) {
        HttpServerResponse response = exchange.response();
        exchange.addHeadersEndHandler(ended ->
                response.headers().set("Content-Security-Policy", POLICY).set("Cache-Control", "no-cache"));
        exchange.next();
    }
}
