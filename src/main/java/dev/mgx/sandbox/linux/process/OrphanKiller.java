package dev.mgx.sandbox.linux.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills bubblewrap processes that killed servers left behind. During its setup, which takes milliseconds, the inner
 * bubblewrap process waits for the outer one and has not yet set its parent-death signal. If the server is killed
 * then, this process waits forever; the next server kills it.
 */
public final class OrphanKiller {
    private static final Logger log = LoggerFactory.getLogger(OrphanKiller.class);
    private static final Path PROC = Path.of("/proc");
    private static final String BUBBLEWRAP = "bwrap";
    private static final long INIT = 1;

    private OrphanKiller() {}

    /** Kills all orphans. The bubblewrap processes of a running server are its descendants and not children of init. */
    public static void killAll() {
        // If the init of a container is a server, its children are not orphans.
        if (!Files.isDirectory(PROC) || read(INIT, "comm").equals("java")) {
            return;
        }
        List<ProcessHandle> orphans =
                ProcessHandle.allProcesses().filter(OrphanKiller::isOrphan).toList();
        if (!orphans.isEmpty()) {
            log.info("Killing sandbox processes that a killed server left behind: {}", orphans);
            orphans.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean isOrphan(ProcessHandle process) {
        return process.parent().filter(parent -> parent.pid() == INIT).isPresent()
                && read(process.pid(), "comm").equals(BUBBLEWRAP)
                && read(process.pid(), "environ").contains(ProcessTree.MARK + "=");
    }

    /** The content of a file in /proc; empty if the process has ended or belongs to another user. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(PROC.resolve(pid + "/" + file), ISO_8859_1).strip();
        } catch (IOException e) {
            log.trace("{} of {} cannot be read", file, pid, e);
            return "";
        }
    }
}
