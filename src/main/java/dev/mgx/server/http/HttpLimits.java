package dev.mgx.server.http;

import java.time.Duration;

/**
 * Limits on the size and duration of HTTP requests.
 *
 * @param maxBodyBytes more is answered with 413
 * @param maxHeaderBytes size of all headers together; more is answered with 431, a longer request line with 414
 * @param headTimeout how long a connection may stay idle or take to send the headers of its next request; longer than
 *     clients keep idle connections (Java's: 30 s), or a request could race with the close
 * @param bodyTimeout how long the body may take after the headers; then 408
 * @param writeTimeout how long a client may read nothing of a response before the connection is closed
 * @param uploads of the one kind of body that may be larger
 */
public record HttpLimits(
        int maxBodyBytes,
        int maxHeaderBytes,
        Duration headTimeout,
        Duration bodyTimeout,
        Duration writeTimeout,
        Uploads uploads) {

    /** With the usual limits of uploads. */
    public HttpLimits(
            int maxBodyBytes, int maxHeaderBytes, Duration headTimeout, Duration bodyTimeout, Duration writeTimeout) {
        this(maxBodyBytes, maxHeaderBytes, headTimeout, bodyTimeout, writeTimeout, Uploads.DEFAULT);
    }

    public static final HttpLimits DEFAULT = new HttpLimits(
            1024 * 1024, 16 * 1024, Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(30));

    /**
     * Limits of an existing project that is uploaded.
     *
     * @param maxBytes of the zip, and of its files together, unpacked
     * @param maxFiles how many files it may have
     */
    public record Uploads(int maxBytes, int maxFiles) {
        static final Uploads DEFAULT = new Uploads(64 * 1024 * 1024, 20_000);
    }
}
