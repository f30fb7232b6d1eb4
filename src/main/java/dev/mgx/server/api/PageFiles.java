package dev.mgx.server.api;

import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The built files of the web page, and beside them their compressed forms, which the build makes: the server compresses
 * nothing. Thread-safe; reading blocks.
 *
 * @param root their folder on the classpath
 */
public record PageFiles(String root) {
    private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*\\.(\\w+)");

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    /** A form of a file, the smallest one first. */
    private enum Coding {
        BROTLI("br", ".br"),
        GZIP("gzip", ".gz");

        private final String token; // RFC 9110, 8.4.1, and RFC 7932
        private final String suffix;

        Coding(String token, String suffix) {
            this.token = token;
            this.suffix = suffix;
        }
    }

    /**
     * The file at this path, which has no {@code ..}, in the smallest form that the client takes, with its tag; 304 where the
     * client has that. Empty if it is missing or the page was not built.
     */
    Optional<Response> response(Request request, String path, String contentType) {
        for (Coding coding : Coding.values()) {
            if (request.accept().decodes(coding.token)) {
                Optional<byte[]> compressed = content(root + path + coding.suffix);
                if (compressed.isPresent()) {
                    return Optional.of(
                            response(request, contentType, compressed.get()).with("Content-Encoding", coding.token));
                }
            }
        }
        return content(root + path).map(plain -> response(request, contentType, plain));
    }

    /** The page shown by a program that was built without its page. */
    static Response without(Request request, String contentType) {
        return content("no-page.html")
                .map(bytes -> response(request, contentType, bytes))
                .orElseThrow(() -> new IllegalStateException("the program was built without no-page.html"));
    }

    private static Response response(Request request, String contentType, byte[] content) {
        Response.Body body = new Response.Body.Bytes(Buffer.buffer(content));
        return EntityTag.of(request, content, Response.of(200, contentType, body))
                .with("Vary", "Accept-Encoding, Origin");
    }

    /** The content type of an asset, or null if it is not a valid asset name. */
    static @Nullable String contentType(String name) {
        Matcher matcher = ASSET.matcher(name);
        return matcher.matches() ? CONTENT_TYPES.get(matcher.group(1)) : null;
    }

    private static Optional<byte[]> content(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream("/dev/mgx/server/" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
