package dev.mgx.sandbox.linux;

import java.nio.file.Path;
import java.util.Map;

/** Where on this machine the command that makes a sandbox's walls is started; closed when the program is over. */
interface LaunchContext extends AutoCloseable {
    /**
     * Of nothing. The way into a namespace needs no environment, and must have none: a program can read its
     * init's in {@code /proc/1/environ}.
     */
    LaunchContext BARE = new LaunchContext() {};

    default Path directory() {
        return Path.of("/");
    }

    default Map<String, String> environment() {
        return Map.of();
    }

    @Override
    default void close() {}
}
