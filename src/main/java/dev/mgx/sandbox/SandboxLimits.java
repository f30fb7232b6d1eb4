package dev.mgx.sandbox;

import java.time.Duration;

/**
 * Limits on one execution, whatever its {@link Command} asks for.
 *
 * @param timeout wall-clock time, over 0 and at most a day
 * @param cpuTime CPU time of each process, at least 1 s
 * @param memoryBytes resident memory of all its processes together, at least 64 MiB; sampled ten times a second, so
 *     short peaks may be missed
 * @param processes processes and threads at a time, at least 8 (a JVM has about 20)
 * @param diskBytes size of the project's folder, and again of /tmp, at least 1 MiB; both are in memory and not part
 *     of {@code memoryBytes}
 * @param outputBytes output passed to the listener, at least 1 KiB; a program that writes sixteen times as much is
 *     killed
 */
public record SandboxLimits(
        Duration timeout, Duration cpuTime, long memoryBytes, int processes, long diskBytes, long outputBytes) {

    private static final long MIB = 1024 * 1024;

    /** How far a program may exceed the output limit before it is killed. */
    private static final int FLOOD_FACTOR = 16;

    public SandboxLimits {
        require(timeout.isPositive() && timeout.compareTo(Duration.ofDays(1)) <= 0, "timeout", timeout);
        require(cpuTime.toSeconds() >= 1, "cpuTime", cpuTime);
        require(memoryBytes >= 64 * MIB, "memoryBytes", memoryBytes);
        require(processes >= 8, "processes", processes);
        require(diskBytes >= MIB, "diskBytes", diskBytes);
        require(outputBytes >= 1024 && outputBytes <= Long.MAX_VALUE / FLOOD_FACTOR, "outputBytes", outputBytes);
    }

    /**
     * Enough for a small program and its tests. 60 s is the documented execution timeout; 120 s of CPU time let it
     * use two cores; 1 GiB holds a compiler and a program with a 512 MiB heap; 128 processes are enough for two JVMs
     * and fifty threads.
     */
    public static SandboxLimits defaults() {
        return new SandboxLimits(Duration.ofSeconds(60), Duration.ofSeconds(120), 1024 * MIB, 128, 256 * MIB, MIB);
    }

    /** The same limits with another timeout. */
    public SandboxLimits withTimeout(Duration other) {
        return new SandboxLimits(other, cpuTime, memoryBytes, processes, diskBytes, outputBytes);
    }

    /** The size of output, in bytes, at which the program is killed. */
    public long floodBytes() {
        return outputBytes * FLOOD_FACTOR;
    }

    private static void require(boolean holds, String name, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("%s is out of bounds: %s".formatted(name, value));
        }
    }
}
