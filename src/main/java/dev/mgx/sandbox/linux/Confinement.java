package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.Isolation;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A way to keep a program in: the command that makes the walls and then runs another inside. It sees its
 * working directory empty, and finds on its standard input what its caller put there.
 */
sealed interface Confinement permits Bubblewrap, Unshare, PlainProcess {
    /** Where programs find the server's own Java; the system's may be another one. */
    String INNER_JAVA_HOME = "/jdk";

    /** What a program inside has for an environment. Python is told to leave nothing in a buffer. */
    Map<String, String> INNER_ENVIRONMENT = Map.of(
            "PATH", INNER_JAVA_HOME + "/bin:/usr/bin:/bin",
            "HOME", "/tmp",
            "LANG", "C.UTF-8",
            "PYTHONUNBUFFERED", "1",
            "PYTHONDONTWRITEBYTECODE", "1");

    Isolation isolation();

    /** The sentence that tells people what this is. */
    String description();

    /** The command that runs {@code inner} inside. */
    List<String> confine(List<String> inner);

    /** What to start {@link #confine}'s command in. */
    default LaunchContext context() throws IOException {
        return LaunchContext.BARE;
    }
}
