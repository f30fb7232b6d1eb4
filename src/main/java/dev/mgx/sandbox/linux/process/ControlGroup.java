package dev.mgx.sandbox.linux.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control group of a program, or none; see {@link ControlGroups}.
 *
 * @param path its folder; {@link #NOWHERE} for none
 */
public record ControlGroup(Path path) implements AutoCloseable {
    private static final Path NOWHERE = Path.of("/dev/null");

    static final ControlGroup NONE = new ControlGroup(NOWHERE);

    /** How many processes the walls are made of, beside the program's own. */
    static final int WALLS = 8;

    private static final Logger log = LoggerFactory.getLogger(ControlGroup.class);

    /** The file that a process writes its ID to, to enter. */
    public Path entrance() {
        return path.equals(NOWHERE) ? NOWHERE : path.resolve("cgroup.procs");
    }

    /** Kills all its processes at once, where the kernel can (Linux 5.14). */
    public void kill() {
        try {
            Path kill = path.resolve("cgroup.kill");
            if (Files.exists(kill)) {
                Files.writeString(kill, "1");
            }
        } catch (IOException e) {
            log.debug("The processes of {} are killed one by one", path, e);
        }
    }

    /** Whether the kernel has killed it because it needed too much memory. */
    public boolean ranOutOfMemory() {
        try {
            Path events = path.resolve("memory.events");
            return Files.exists(events)
                    && Files.readString(events).lines().anyMatch(line -> line.matches("oom_kill [1-9]\\d*"));
        } catch (IOException e) {
            log.debug("The memory events of {} cannot be read", path, e);
            return false;
        }
    }

    /** Removes it; one that still has a process stays until the next start of the server. */
    @Override
    public void close() {
        if (!path.equals(NOWHERE)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                log.debug("{} still has processes", path, e);
            }
        }
    }
}
