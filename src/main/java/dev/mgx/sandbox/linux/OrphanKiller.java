package dev.mgx.sandbox.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What killed servers left of their sandboxes. While bubblewrap puts up the walls, its inner process waits for the
 * outer one and has not yet asked to die with it: a server that is killed in these milliseconds leaves a process that
 * runs nothing and waits for ever. The next server ends it.
 */
public final class OrphanKiller {
    private static final Logger log = LoggerFactory.getLogger(OrphanKiller.class);
    private static final Path PROC = Path.of("/proc");
    private static final String BUBBLEWRAP = "bwrap";
    private static final long INIT = 1;

    private OrphanKiller() {}

    /** Ends those that there are. A bubblewrap of a server that lives has that server above it, and not init. */
    public static void end() {
        // Where the first process of a container is a server, init's children are its own.
        if (!Files.isDirectory(PROC) || read(INIT, "comm").equals("java")) {
            return;
        }
        List<ProcessHandle> orphanKiller =
                ProcessHandle.allProcesses().filter(OrphanKiller::isOrphan).toList();
        if (!orphanKiller.isEmpty()) {
            log.info("Ended what a killed server left of its sandboxes: {}", orphanKiller);
            orphanKiller.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean isOrphan(ProcessHandle process) {
        return process.parent().filter(parent -> parent.pid() == INIT).isPresent()
                && read(process.pid(), "comm").equals(BUBBLEWRAP)
                && read(process.pid(), "environ").contains(ProcessTree.MARK + "=");
    }

    /** A file about a process; empty where it has just gone, or is somebody else's. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(PROC.resolve(pid + "/" + file), ISO_8859_1).strip();
        } catch (IOException e) {
            log.trace("{} of {} cannot be read", file, pid, e);
            return "";
        }
    }
}
