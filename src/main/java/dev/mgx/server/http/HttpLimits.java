package dev.mgx.server.http;

import dev.mgx.task.GitHosts;
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
 * @param uploads of the one kind of body that may be larger, and what else may take its place
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
     * Which existing projects are taken.
     *
     * @param maxBytes of a zip, and of its files together, unpacked
     * @param maxFiles how many files it may have
     * @param hosts from where one may be fetched instead
     */
    public record Uploads(int maxBytes, int maxFiles, GitHosts hosts) {
        static final Uploads DEFAULT = new Uploads(64 * 1024 * 1024, 20_000);

        /** None is fetched. */
        public Uploads(int maxBytes, int maxFiles) {
            this(maxBytes, maxFiles, GitHosts.NONE);
        }
    }
}
