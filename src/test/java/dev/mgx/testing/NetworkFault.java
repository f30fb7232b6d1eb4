package dev.mgx.testing;

import java.time.Duration;

/** A fault that a {@link TcpProxy} applies to one direction. */
public sealed interface NetworkFault {
    /** Forwards everything. */
    record None() implements NetworkFault {}

    /** Delays every chunk by this much. */
    record Latency(Duration delay) implements NetworkFault {}

    record Bandwidth(int bytesPerSecond) implements NetworkFault {}

    /** Neither reads nor forwards anything, without any notification, as after a power failure of the other side. */
    record BlackHole() implements NetworkFault {}

    /** Forwards chunks of this many bytes, each as a packet of its own. */
    record Slicer(int bytes) implements NetworkFault {}

    /** Closes the connection gracefully after this many bytes. */
    record Limit(long bytes) implements NetworkFault {}

    /** Resets the connection after this many bytes. */
    record Reset(long bytes) implements NetworkFault {}
}
