package dev.mgx.sandbox;

import java.io.IOException;
import java.io.InputStream;

/**
 * All that a program without a network can reach: it sends GET requests to a port on its loopback, which are answered here,
 * outside. Nothing else leaves the sandbox. Its results come back the same way. Thread-safe, as requests come side by side.
 */
public interface Egress {
    /** The environment variable inside with the URL to ask, such as {@code http://127.0.0.1:40123}. */
    String URL_VARIABLE = "MGX_REGISTRY";

    /**
     * An answer.
     *
     * @param status by HTTP, such as 200 or 404
     * @param length of the body, in bytes
     * @param body closed by who sends it
     */
    record Answer(int status, String contentType, long length, InputStream body) {
        public Answer {
            if (status < 200 || status > 599 || length < 0) {
                throw new IllegalArgumentException("no answer: status %d, length %d".formatted(status, length));
            }
        }
    }

    /**
     * Answers a request. What the program sent is not to be trusted.
     *
     * @param target the path, beginning with a slash, and the query
     * @param base the URL by which the program asked, for addresses in the answer
     * @throws IOException if there is no answer; the program sees a bad gateway
     */
    Answer get(String target, String base) throws IOException, InterruptedException;

    /**
     * Receives a result, once the program has ended with exit code 0.
     *
     * @param name one of {@link Connection#results()}
     * @param content to be read to its end; not to be trusted, and as long as the sandbox's folders allow
     * @throws IOException if it is refused; the execution then fails
     */
    void receive(String name, InputStream content) throws IOException;
}
