package dev.mgx.server.api;

import dev.mgx.engine.Engine;
import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The root: the web page for browsers, a JSON description of the server for other clients. Handlers read files. */
public final class PageRoutes {
    /** No foreign origins, nothing inline: content written by generated code or a model cannot run as a script. */
    private static final String PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' blob:; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    /**
     * The frame that draws diagrams: an opaque origin, which gives it a process of its own, without network access. Its
     * script and its styles are inline; its document itself allows no other script.
     */
    private static final String DIAGRAM = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline';"
            + " style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /** The frame that previews a generated page: an opaque origin without network access. */
    private static final String PREVIEW = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' data:;"
            + " style-src 'unsafe-inline' data:; img-src data: blob:; font-src data:; media-src data: blob:;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /**
     * What a frame may connect to: nothing, by any means. A content security policy stops neither WebRTC nor the
     * connection that a navigation opens before it is refused.
     *
     * @see <a href="https://wicg.github.io/connection-allowlists/">Connection Allowlists</a>
     */
    private static final String NOWHERE = "()";

    private static final Map<String, String> FRAMES = Map.of("diagram.html", DIAGRAM, "preview.html", PREVIEW);

    private static final String HTML = "text/html; charset=utf-8";

    private final PageFiles files;
    private final Engine engine;
    private final String version;

    public PageRoutes(PageFiles files, Engine engine, String version) {
        this.files = files;
        this.engine = engine;
        this.version = version;
    }

    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/", this::root),
                Route.of("GET", "/assets/{name}", this::asset),
                Route.of("GET", "/frames/{name}", this::frame));
    }

    private Response root(Request request) {
        return request.accept().lists("text/html")
                ? page(request).with("Vary", "Accept, Accept-Encoding, Origin")
                : Response.json(200, about(request.base())).with("Vary", "Accept, Origin");
    }

    /** The description of this server, for the page and for clients other than browsers. */
    private Map<String, @Nullable Object> about(String base) {
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("message", "MGX Engine");
        about.put("version", version);
        about.put("docs", base + "/docs");
        about.put("openapi", base + "/openapi.json");
        about.putAll(engine.startDetails());
        return about;
    }

    /** The page, or a placeholder if the program was built without it. */
    private Response page(Request request) {
        return document(
                files.response(request, "index.html", HTML).orElseGet(() -> PageFiles.without(request, HTML)), PAGE);
    }

    private Response frame(Request request) {
        String name = request.variable("name");
        String policy = FRAMES.get(name);
        Optional<Response> file = policy == null ? Optional.empty() : files.response(request, "frames/" + name, HTML);
        if (policy == null || file.isEmpty()) {
            throw new ProblemException(ProblemType.PATH_NOT_FOUND, "The page has no frame " + name);
        }
        return document(file.get(), policy)
                .with("Connection-Allowlist", NOWHERE)
                .with("X-Frame-Options", "SAMEORIGIN");
    }

    private static Response document(Response file, String policy) {
        return file.with("Content-Security-Policy", policy).with("Cache-Control", "no-cache");
    }

    /** An asset of the page. Its name contains a content hash, so it is immutable. */
    private Response asset(Request request) {
        String name = request.variable("name");
        String contentType = PageFiles.contentType(name);
        Optional<Response> file =
                contentType == null ? Optional.empty() : files.response(request, "assets/" + name, contentType);
        return file.orElseThrow(() -> new ProblemException(ProblemType.PATH_NOT_FOUND, "The page has no asset " + name))
                .with("Cache-Control", "public, max-age=31536000, immutable");
    }
}
