package dev.mgx.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses JSON for clients that ask for gzip (RFC 9110, 12.5.3). What is short, what is compressed already and streams
 * that go on for as long as a task does stay as they are. It computes, so not on the event loop.
 */
final class Compression {
    /** What is shorter gains nothing: it fits into one packet anyway. */
    private static final int LEAST_BYTES = 1024;

    private static final int BUFFER_BYTES = 8 * 1024;
    private static final Set<String> JSON =
            Set.of("application/json", "application/problem+json", "application/x-ndjson");
    private static final Pattern REFUSED = Pattern.compile("q\\s*=\\s*0(?:\\.0*)?");

    private Compression() {}

    /** The response as the client asks for it. */
    static Response of(HttpServerRequest request, Response reply) {
        if (!isJson(reply) || !isAsked(request.headers().getAll("Accept-Encoding"))) {
            return reply;
        }
        return switch (reply.body()) {
            case Response.Body.Whole(String text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                yield bytes.length < LEAST_BYTES
                        ? reply
                        : zipped(reply, new Response.Body.Bytes(Buffer.buffer(gzip(bytes))));
            }
            case Response.Body.Bytes bytes -> reply;
            case Response.Body.Pieces pieces -> {
                Buffer first = Buffer.buffer();
                while (first.length() < LEAST_BYTES && pieces.hasNext()) {
                    first.appendBuffer(pieces.next());
                }
                yield first.length() < LEAST_BYTES
                        ? new Response(reply.status(), reply.headers(), new Response.Body.Whole(first.toString()))
                        : zipped(reply, new Zipped(first, pieces));
            }
        };
    }

    private static boolean isJson(Response reply) {
        return JSON.contains(reply.headers().getOrDefault("Content-Type", ""));
    }

    /** Whether gzip is asked for by name, or anything is, and it is not refused. */
    private static boolean isAsked(List<String> lines) {
        List<String> codings = lines.stream()
                .flatMap(line -> Arrays.stream(line.toLowerCase(Locale.ROOT).split(",", -1)))
                .map(String::strip)
                .toList();
        return codings.stream()
                .filter(coding -> name(coding).equals("gzip"))
                .findFirst()
                .or(() -> codings.stream()
                        .filter(coding -> name(coding).equals("*"))
                        .findFirst())
                .filter(coding -> Arrays.stream(coding.split(";", -1))
                        .noneMatch(part -> REFUSED.matcher(part.strip()).matches()))
                .isPresent();
    }

    private static String name(String coding) {
        return coding.split(";", -1)[0].strip();
    }

    /** The same in another form, so its tag says no more than that it means the same (RFC 9110, 8.8.1). */
    private static Response zipped(Response reply, Response.Body body) {
        Response zipped = new Response(reply.status(), reply.headers(), body).with("Content-Encoding", "gzip");
        String tag = reply.headers().get("ETag");
        return tag == null || tag.startsWith("W/") ? zipped : zipped.with("ETag", "W/" + tag);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Gzip gzip = new Gzip(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Fast rather than small: most clients are near. */
    private static final class Gzip extends GZIPOutputStream {
        Gzip(ByteArrayOutputStream out) throws IOException {
            super(out, BUFFER_BYTES, true);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Pieces that are compressed as they come; each can be read when it has arrived. */
    private static final class Zipped implements Response.Body.Pieces {
        private final Response.Body.Pieces pieces;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final Gzip gzip;
        private Buffer first;
        private boolean begun;

        /** @param first what was taken of them already */
        Zipped(Buffer first, Response.Body.Pieces pieces) {
            this.first = first;
            this.pieces = pieces;
            try {
                gzip = new Gzip(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean hasNext() {
            return !begun || pieces.hasNext();
        }

        @Override
        public Buffer next() {
            Buffer piece = begun ? pieces.next() : first;
            begun = true;
            first = Buffer.buffer();
            try {
                gzip.write(piece.getBytes());
                if (pieces.hasNext()) {
                    gzip.flush();
                } else {
                    gzip.finish();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Buffer compressed = Buffer.buffer(out.toByteArray());
            out.reset();
            return compressed;
        }

        @Override
        public void close() {
            try (gzip) {
                pieces.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
