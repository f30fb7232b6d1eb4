package dev.mgx.sandbox.linux;

import java.nio.file.Path;
import java.util.Map;

/** The directory and environment in which a confinement's command is started; closed when the program has ended. */
interface LaunchContext extends AutoCloseable {
    /**
     * An empty environment. Nothing may be in it: a program inside can read that of its init in
     * {@code /proc/1/environ}.
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
