package dev.mgx.server.origin;

import java.util.Optional;

/** Whether a request is admitted. */
public sealed interface Admission {
    /**
     * It is.
     *
     * @param reader the origin that may read the response; empty if the request has none
     * @param base the path under which its sender reaches the server: empty, or like {@code /mgx}
     * @param path the path below that
     * @param client the address of the sender that trusted proxies tell, else of the other end of the connection
     */
    record Admitted(Optional<String> reader, String base, String path, String client) implements Admission {}

    /**
     * It is not.
     *
     * @param detail a sentence for the sender
     */
    record Rejected(int status, String detail) implements Admission {}
}
