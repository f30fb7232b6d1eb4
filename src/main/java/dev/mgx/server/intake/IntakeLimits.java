package dev.mgx.server.intake;

import java.time.Duration;

/**
 * How much the server takes on at once, from all clients together.
 *
 * @param maxConnections more are answered with 503, and soon not at all
 * @param maxHeldBytes request bodies and responses in memory; what does not fit is answered with 503
 * @param heavyRequests how many requests that take time in proportion to a task or to all tasks are at work
 * @param heavyWait how long such a request waits for its turn; then 503
 * @param heavyTime how long such a request, or a piece of its response, may be at work; then 503
 */
public record IntakeLimits(
        int maxConnections, int maxHeldBytes, int heavyRequests, Duration heavyWait, Duration heavyTime) {
    /** What a connection may cost: buffers of the socket, its request's headers, a window of events. */
    private static final long CONNECTION_BYTES = 64 * 1024;

    private static final int FEWEST_CONNECTIONS = 64;
    private static final int MOST_CONNECTIONS = 65_536;
    private static final int PART_OF_HEAP = 8;
    private static final int LEAST_HELD_BYTES = 4 << 20;

    public static final IntakeLimits DEFAULT =
            new IntakeLimits(connections(), heldBytes(), 2, Duration.ofSeconds(10), Duration.ofSeconds(30));

    public IntakeLimits {
        if (maxConnections < 1 || maxHeldBytes < 1 || heavyRequests < 1) {
            throw new IllegalArgumentException("a server must have room for one connection, byte and request");
        }
    }

    /** As many connections as this process has memory for. */
    public static int connections() {
        long fitting = Runtime.getRuntime().maxMemory() / CONNECTION_BYTES;
        return Math.clamp(fitting, FEWEST_CONNECTIONS, MOST_CONNECTIONS);
    }

    /** An eighth of the memory of this process. */
    public static int heldBytes() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / PART_OF_HEAP, LEAST_HELD_BYTES, Integer.MAX_VALUE);
    }
}
