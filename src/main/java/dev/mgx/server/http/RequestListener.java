package dev.mgx.server.http;

/** Is told of every request that was answered, on its event loop; it must be quick. */
@FunctionalInterface
public interface RequestListener {
    /**
     * A request was answered.
     *
     * @param route the pattern of its route: one of few, so that it can be counted by it
     * @param began the {@code nanoTime} at which its head had arrived
     */
    void answered(String method, String route, int status, long began);
}
