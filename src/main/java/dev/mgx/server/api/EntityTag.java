package dev.mgx.server.api;

import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The tag of what a response holds, so that a client which has it already is not sent it again (RFC 9110, 8.8.3). */
final class EntityTag {
    private static final int BYTES = 16;

    private EntityTag() {}

    /** The response with its tag, or 304 where the request names that in {@code If-None-Match}. */
    static Response of(Request request, Response response) {
        return response.body() instanceof Response.Body.Whole(String text)
                ? of(request, text.getBytes(StandardCharsets.UTF_8), response)
                : response;
    }

    /** The same for a response with this content. */
    static Response of(Request request, byte[] content, Response response) {
        String tag = tag(content);
        String known = request.headers().text("If-None-Match");
        boolean same = known != null
                && Arrays.stream(known.split(",", -1))
                        .map(String::strip)
                        .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
        return (same ? Response.empty(304) : response).with("ETag", tag);
    }

    private static String tag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(hash, 0, BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
