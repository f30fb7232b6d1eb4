package dev.mgx.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What stands at the root: for a browser the web page, as its build left it on the classpath, for everybody
 * else what this server is. Its handlers read files.
 */
final class PageRoutes {
    /** Nothing from elsewhere, nothing inline: what generated code or a model put into a text can run nothing. */
    private static final String POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.(\\w+)");

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final String version;

    PageRoutes(String version) {
        this.version = version;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/", this::root), Route.of("GET", "/assets/{name}", PageRoutes::asset));
    }

    /** What this server is, for clients that are no browsers. */
    private record About(String message, String version, String docs, String openapi) {
        About(String version) {
            this("MGX Engine", version, "/docs", "/openapi.json");
        }
    }

    private Response root(Request request) {
        Response response =
                request.headers().lists("Accept", "text/html") ? page() : Response.json(200, new About(version));
        return response.with("Vary", "Accept, Origin");
    }

    /** The page; where the program was built without it, one that says so. */
    private static Response page() {
        String html = resource("page/index.html")
                .or(() -> resource("no-page.html"))
                .orElseThrow(() -> new IllegalStateException("the program was built without no-page.html"));
        return Response.of(200, "text/html; charset=utf-8", new Response.Body.Whole(html))
                .with("Content-Security-Policy", POLICY)
                .with("Cache-Control", "no-cache");
    }

    /** A part of the page. Its name has the hash of its content, so that it never changes. */
    private static Response asset(Request request) {
        String name = request.variable("name");
        var matcher = ASSET.matcher(name);
        String contentType = matcher.matches() ? CONTENT_TYPES.get(matcher.group(1)) : null;
        if (contentType == null) {
            throw noAsset(name);
        }
        String text = resource("page/assets/" + name).orElseThrow(() -> noAsset(name));
        return Response.of(200, contentType, new Response.Body.Whole(text))
                .with("Cache-Control", "public, max-age=31536000, immutable");
    }

    private static Refused noAsset(String name) {
        return new Refused(404, "The page has no part " + name);
    }

    private static Optional<String> resource(String name) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
