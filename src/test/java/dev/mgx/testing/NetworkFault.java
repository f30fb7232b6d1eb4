package dev.mgx.testing;

import java.time.Duration;

/** What a {@link TcpProxy} does to the bytes of one direction. */
public sealed interface NetworkFault {
    /** Passes everything on. */
    record None() implements NetworkFault {}

    /** Every piece that is read comes so much later. */
    record Latency(Duration delay) implements NetworkFault {}

    record Bandwidth(int bytesPerSecond) implements NetworkFault {}

    /** Takes nothing and passes nothing on, and nobody is told: as when the other side has lost its power. */
    record BlackHole() implements NetworkFault {}

    /** Passes pieces of so many bytes on, each a packet of its own. */
    record Slicer(int bytes) implements NetworkFault {}

    /** Ends the connection in an orderly way after so many bytes. */
    record Limit(long bytes) implements NetworkFault {}

    /** Resets the connection after so many bytes. */
    record Reset(long bytes) implements NetworkFault {}
}
