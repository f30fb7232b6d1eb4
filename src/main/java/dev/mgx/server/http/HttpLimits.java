package dev.mgx.server.http;

import java.time.Duration;

/**
 * How much a client may send over HTTP and how long it may take.
 *
 * @param maxBodyBytes more is answered with 413
 * @param maxHeaderBytes of all headers together; more is answered with 431, a longer first line with 414
 * @param headTimeout how long a connection may take for the head of its next request, or stay open without one;
 *     longer than clients keep a connection that they do not use (Java's 30 s), or one of their requests may
 *     meet its end
 * @param bodyTimeout how long the body may take after the head; then 408
 * @param writeTimeout how long a client may take nothing of an answer before the connection is closed
 */
public record HttpLimits(
        int maxBodyBytes, int maxHeaderBytes, Duration headTimeout, Duration bodyTimeout, Duration writeTimeout) {

    public static final HttpLimits DEFAULT = new HttpLimits(
            1024 * 1024, 16 * 1024, Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(30));
}
