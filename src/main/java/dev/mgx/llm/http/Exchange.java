package dev.mgx.llm.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A response whose body is read as it comes; closing it closes its connection. For the thread of its call. */
public final class Exchange implements AutoCloseable {
    private static final int MOST_OF_AN_ERROR = 16 * 1024;

    private final HttpResponse<InputStream> response;
    private @Nullable InputStream body; // null until it is asked for

    Exchange(HttpResponse<InputStream> response) {
        this.response = response;
    }

    public int status() {
        return response.statusCode();
    }

    public HttpHeaders headers() {
        return response.headers();
    }

    /** Its content type without parameters, in lower case; empty where it has none. */
    public String contentType() {
        String type = response.headers().firstValue("content-type").orElse("");
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Whether what was asked for comes, by whatever status of success. */
    public boolean succeeded() {
        return status() / 100 == 2 && status() != 204;
    }

    /** The body, unpacked: some send it compressed although nobody asked. */
    public InputStream body() throws IOException {
        if (response.body() == null) { // a proxy refused
            return InputStream.nullInputStream();
        }
        if (body == null) {
            String encoding = response.headers().firstValue("content-encoding").orElse("");
            body = encoding.strip().toLowerCase(Locale.ROOT).endsWith("gzip")
                    ? new GZIPInputStream(response.body())
                    : response.body();
        }
        return body;
    }

    /** The beginning of the body, enough for any error in words. */
    public String beginning() throws IOException {
        return text(MOST_OF_AN_ERROR);
    }

    /** The body, up to this many bytes. */
    public String text(int maxBytes) throws IOException {
        return new String(body().readNBytes(maxBytes), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            if (response.body() != null) {
                response.body().close();
            }
        } catch (IOException e) {
            // What was wanted of it has been read.
        }
    }
}
