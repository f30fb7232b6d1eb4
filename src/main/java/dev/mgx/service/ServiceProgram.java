package dev.mgx.service;

import dev.mgx.sandbox.WorkingTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program that listens, as it is now.
 *
 * @param script for the shell, in the project's folder; the port is in the environment variable {@code PORT}
 * @param port where it listens, 1 to 65535
 * @param files of the project, by path
 * @param packages archives of what it needs, see {@link dev.mgx.sandbox.Command#packages()}
 * @param tree what it finds beside {@code files}, and leaves; null if nothing of it is kept
 */
public record ServiceProgram(
        String script,
        int port,
        Map<String, String> files,
        List<Path> packages,
        @Nullable WorkingTree tree) {
    /** One of which nothing is kept. */
    public ServiceProgram(String script, int port, Map<String, String> files, List<Path> packages) {
        this(script, port, files, packages, null);
    }

    public ServiceProgram {
        files = Map.copyOf(files);
        packages = List.copyOf(packages);
    }
}
