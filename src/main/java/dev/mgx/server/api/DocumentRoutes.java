package dev.mgx.server.api;

import dev.mgx.server.http.Description;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import java.util.List;

/** The API description as JSON and as a page. */
public final class DocumentRoutes {
    /** The YAML file, served as JSON. */
    private final String openapi = Description.API.published();

    private final String asyncapi = Description.API.asyncApi();
    private final String docs = Description.resource("docs.html");
    private final String script = Description.resource("docs.js");
    private final String style = Description.resource("docs.css");

    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/openapi.json", request -> document("application/json", openapi)),
                Route.of("GET", "/asyncapi.json", request -> document("application/json", asyncapi)),
                Route.of("GET", "/docs", request -> document("text/html; charset=utf-8", docs)),
                Route.of("GET", "/docs/docs.js", request -> document("text/javascript; charset=utf-8", script)),
                Route.of("GET", "/docs/docs.css", request -> document("text/css; charset=utf-8", style)));
    }

    private static Response document(String contentType, String text) {
        return Response.of(200, contentType, new Response.Body.Whole(text));
    }
}
