package dev.mgx.server.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What a WebSocket's handshake must be (RFC 6455, 4.2.1). The web library would refuse the same, in a form of its own and
 * partly without a word.
 */
final class Handshake {
    private static final String VERSION = "13";

    private static final int KEY_BYTES = 16;
    private static final int KEY_LENGTH = 24;

    private Handshake() {}

    /** Whether a WebSocket is asked for: with another method than GET the wish to upgrade has no meaning. */
    static boolean isWanted(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    /** @throws ProblemException where it cannot be answered with a WebSocket */
    static void require(HttpServerRequest request) {
        if (!ConnectionOptions.upgrade(request)) {
            throw new ProblemException(400, "The header Connection of a WebSocket handshake must be Upgrade");
        }
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            throw new ProblemException(
                    Problem.of(426, "The header Sec-WebSocket-Version must be " + VERSION),
                    Map.of("Sec-WebSocket-Version", VERSION));
        }
        if (!isKey(request.headers().getAll("Sec-WebSocket-Key"))) {
            throw new ProblemException(
                    400, "A WebSocket handshake has one header Sec-WebSocket-Key, which is 16 bytes in base64");
        }
        if (ResponseWriter.hasBody(request)) {
            throw new ProblemException(400, "A WebSocket handshake has no body");
        }
        try {
            if (new URI(request.uri()).getRawFragment() != null) {
                throw new ProblemException(400, "The part after # is the client's own and is not sent");
            }
        } catch (URISyntaxException e) {
            throw new ProblemException(
                    400, "The path or the query has a character that must be percent-encoded: " + e.getReason());
        }
    }

    private static boolean isKey(List<String> keys) {
        if (keys.size() != 1 || keys.getFirst().length() != KEY_LENGTH) {
            return false; // the decoder would also take one without its padding
        }
        try {
            return Base64.getDecoder().decode(keys.getFirst()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
