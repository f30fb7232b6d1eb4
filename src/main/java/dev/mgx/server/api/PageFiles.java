package dev.mgx.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The built files of the web page. Thread-safe; reading blocks.
 *
 * @param root their folder on the classpath
 */
public record PageFiles(String root) {
    private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*\\.(\\w+)");

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    /** The file at this path, which has no {@code ..}; empty if it is missing or the page was not built. */
    Optional<String> text(String path) {
        return resource(root + path);
    }

    /** The page shown by a program that was built without its page. */
    static String without() {
        return resource("no-page.html")
                .orElseThrow(() -> new IllegalStateException("the program was built without no-page.html"));
    }

    /** The content type of an asset, or null if it is not a valid asset name. */
    static @Nullable String contentType(String name) {
        Matcher matcher = ASSET.matcher(name);
        return matcher.matches() ? CONTENT_TYPES.get(matcher.group(1)) : null;
    }

    private static Optional<String> resource(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream("/dev/mgx/server/" + name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
