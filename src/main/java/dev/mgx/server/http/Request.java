package dev.mgx.server.http;

import dev.mgx.server.origin.Admission;
import io.vertx.core.MultiMap;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as a route sees it: completely received and validated.
 *
 * @param admitted who sends it, and under which path
 * @param path the path variables, decoded
 * @param query the query parameters
 * @param headers the headers that are described as parameters
 * @param body the body's fields; empty without a body
 * @param upload the temporary file of a body that is no JSON
 * @param accept the media types and content codings that the client accepts
 */
public record Request(
        Admission.Admitted admitted,
        Map<String, String> path,
        Values query,
        Values headers,
        Values body,
        @Nullable Path upload,
        Accept accept) {

    /** The media types and content codings that a client accepts (RFC 9110, 12.5). */
    public record Accept(MultiMap headers) {
        /** Whether this media type is listed by name with a quality above zero. */
        public boolean lists(String mediaType) {
            return lists("Accept", mediaType);
        }

        /** Whether this content coding is listed by name with a quality above zero. */
        public boolean decodes(String coding) {
            return lists("Accept-Encoding", coding);
        }

        private boolean lists(String header, String name) {
            return headers.getAll(header).stream()
                    .flatMap(line -> Arrays.stream(line.split(",", -1)))
                    .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                    .anyMatch(entry -> entry.matches(Pattern.quote(name) + "\\s*(;(?!.*q=0(\\.0*)?$).*)?"));
        }
    }

    /** The path under which its sender reaches the server: empty, or like {@code /mgx}. */
    public String base() {
        return admitted.base();
    }

    /** The address of its sender, for the log. */
    public String client() {
        return admitted.client();
    }

    public String taskId() {
        return variable("id");
    }

    public String variable(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }
}
