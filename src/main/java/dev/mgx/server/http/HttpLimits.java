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
 */
public record HttpLimits(
        int maxBodyBytes, int maxHeaderBytes, Duration headTimeout, Duration bodyTimeout, Duration writeTimeout) {

    public static final HttpLimits DEFAULT = new HttpLimits(
            1024 * 1024, 16 * 1024, Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(30));
}
