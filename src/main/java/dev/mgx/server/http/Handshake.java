package dev.mgx.server.http;

import dev.mgx.server.problem.Problem;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The rules for a WebSocket handshake (RFC 6455, 4.2.1). The web library enforces them too, but with its own error
 * format or none.
 */
final class Handshake {
    private static final String VERSION = "13";

    private static final int KEY_BYTES = 16;
    private static final int KEY_LENGTH = 24;

    private Handshake() {}

    /**
     * Whether the request asks for a WebSocket; with methods other than GET, and in HTTP/1.0 (RFC 9110, 7.8), the Upgrade
     * header is ignored.
     */
    static boolean isWanted(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.version() != HttpVersion.HTTP_1_0
                && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    /** @throws ProblemException if the handshake is invalid */
    static void require(HttpServerRequest request) {
        if (!ConnectionOptions.upgrade(request)) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST,
                    "The header Connection of a WebSocket handshake must be Upgrade; "
                            + WebSocketUpgrade.THROUGH_PROXIES);
        }
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            throw new ProblemException(
                    Problem.of(ProblemType.NOT_A_WEBSOCKET, "The header Sec-WebSocket-Version must be " + VERSION),
                    Map.of("Sec-WebSocket-Version", VERSION));
        }
        if (!isKey(request.headers().getAll("Sec-WebSocket-Key"))) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST,
                    "A WebSocket handshake has one header Sec-WebSocket-Key, which is 16 bytes in base64");
        }
        if (ResponseWriter.hasBody(request)) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "A WebSocket handshake has no body");
        }
        try {
            if (new URI(request.uri()).getRawFragment() != null) {
                throw new ProblemException(
                        ProblemType.BAD_REQUEST, "A request target must not contain a fragment (#…)");
            }
        } catch (URISyntaxException e) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST,
                    "The path or the query has a character that must be percent-encoded: " + e.getReason());
        }
    }

    private static boolean isKey(List<String> keys) {
        if (keys.size() != 1 || keys.getFirst().length() != KEY_LENGTH) {
            return false; // the decoder would also accept a key without padding
        }
        try {
            return Base64.getDecoder().decode(keys.getFirst()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
