package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.Isolation;
import dev.mgx.sandbox.linux.process.NamespacedTree;
import dev.mgx.sandbox.linux.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A way to isolate a program: a command that sets up the isolation and then runs another command inside, in an empty
 * working directory and with the standard input of the caller.
 */
sealed interface Confinement permits Bubblewrap, Unshare, PlainProcess {
    /** Where the server's own JDK is mounted; the system's may be another version. */
    String INNER_JAVA_HOME = "/jdk";

    /** The environment variables of programs inside. Python is told not to buffer its output. */
    Map<String, String> INNER_ENVIRONMENT = Map.of(
            "PATH", INNER_JAVA_HOME + "/bin:/usr/bin:/bin",
            "HOME", "/tmp",
            "LANG", "C.UTF-8",
            "PYTHONUNBUFFERED", "1",
            "PYTHONDONTWRITEBYTECODE", "1");

    Isolation isolation();

    /** One sentence that describes the isolation to people. */
    String description();

    /**
     * The command that runs {@code inner} inside.
     *
     * @param relay a folder outside that is to be there, read-only, at {@link #inside}; null for none
     */
    List<String> confine(List<String> inner, @Nullable Path relay);

    /** Where the folder of {@link #confine} is inside. */
    default String inside(Path relay) {
        return "/relay";
    }

    /**
     * The processes of a program.
     *
     * @param root the process of the command of {@link #confine}
     * @param mark what {@link ProcessTree#MARK} is in its environment
     */
    default ProcessTree tree(Process root, String mark) {
        return new NamespacedTree(root, mark);
    }

    /** The path of the filter of system calls; empty if it has none. */
    default String filter() {
        return "";
    }

    /** Whether memory that belongs to no process cannot be had inside. */
    default boolean refusesMemoryFiles() {
        return false;
    }

    /** The directory and environment to start the command of {@link #confine} in. */
    default LaunchContext context() throws IOException {
        return LaunchContext.BARE;
    }
}
