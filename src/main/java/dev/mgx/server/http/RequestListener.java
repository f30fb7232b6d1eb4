package dev.mgx.server.http;

/** Listens for answered requests. Called on the request's event loop; must not block. */
@FunctionalInterface
public interface RequestListener {
    /**
     * A request was answered.
     *
     * @param route the pattern of its route, a label of low cardinality
     * @param began the {@code nanoTime} when its headers had arrived
     */
    void answered(String method, String route, int status, long began);
}
