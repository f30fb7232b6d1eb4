package dev.mgx.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the API is, for tools and for people. */
final class DocumentRoutes {
    /** Written for people, in the file; tools get the same as JSON. */
    private final String openapi = json(resource("openapi.yaml"));

    private final String docs = resource("docs.html");
    private final String script = resource("docs.js");
    private final String style = resource("docs.css");

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/openapi.json", request -> document("application/json", openapi)),
                Route.of("GET", "/docs", request -> document("text/html; charset=utf-8", docs)),
                Route.of("GET", "/docs/docs.js", request -> document("text/javascript; charset=utf-8", script)),
                Route.of("GET", "/docs/docs.css", request -> document("text/css; charset=utf-8", style)));
    }

    private static Response document(String contentType, String text) {
        return Response.of(200, contentType, new Response.Body.Whole(text));
    }

    private static String json(String yaml) {
        JsonNode document = YAMLMapper.shared().readTree(yaml);
        return document.toString();
    }

    private static String resource(String name) {
        try (InputStream in = DocumentRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program was built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
