package dev.mgx.sandbox.linux.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the processes of all running programs, once for all of them, and so seldom that it takes at most a tenth of
 * a processor. Thread-safe.
 */
public final class ProcessMonitor {
    /** How old a look may be; a process can allocate some 100 MB in that time. */
    public static final Duration INTERVAL = Duration.ofMillis(100);

    /** The pause after a look, as a multiple of the time that it took. */
    private static final int REST = 9;

    /** How many sessions of a program have the same share as the server: its own, and servers that it tests. */
    private static final int SESSIONS = 4;

    /** Nice values; see sched(7) about autogroups. */
    private static final String LOWEST = "19";

    private static final String NORMAL = "0";

    private static final Path PROC = Path.of("/proc");
    private static final Path AUTOGROUPS = PROC.resolve("sys/kernel/sched_autogroup_enabled");
    private static final Logger log = LoggerFactory.getLogger(ProcessMonitor.class);

    private final boolean memoryFiles;
    private final boolean autogroups = hasAutogroups();
    private final Set<Long> lowered = new HashSet<>();
    private ProcessTable table = new ProcessTable(Map.of());
    private long next = System.nanoTime();

    /** @param memoryFiles whether to count {@link MemoryFiles} */
    public ProcessMonitor(boolean memoryFiles) {
        this.memoryFiles = memoryFiles;
    }

    /**
     * The memory of a process and its descendants as it was a moment ago, in bytes: what is resident and, if they are
     * counted, the memory files.
     */
    public long memoryBytes(long root) throws IOException {
        List<ProcessTable.Row> tree = tree(root);
        long resident = tree.stream().mapToLong(ProcessTable.Row::residentBytes).sum();
        return resident + (memoryFiles ? MemoryFiles.bytes(tree) : 0);
    }

    private synchronized List<ProcessTable.Row> tree(long root) throws IOException {
        long now = System.nanoTime();
        if (now - next >= 0) {
            table = ProcessTable.read(PROC);
            long took = System.nanoTime() - now;
            next = now + took + Math.max(INTERVAL.toNanos(), took * REST);
            lowered.retainAll(table.rows().keySet());
        }
        List<ProcessTable.Row> tree = table.tree(root);
        if (autogroups) {
            tree.stream().filter(ProcessTable.Row::leadsSession).skip(SESSIONS).forEach(this::lower);
        }
        return tree;
    }

    /**
     * The kernel shares out the processor among sessions first, whatever the priority of their processes. So a session
     * that a program begins beyond {@link #SESSIONS} gets the lowest share, as far as the kernel lets an ordinary user:
     * one in 100 ms.
     */
    private void lower(ProcessTable.Row leader) {
        if (lowered.add(leader.pid()) && !setPriority(leader.pid(), LOWEST)) {
            lowered.remove(leader.pid()); // next time
        }
    }

    /** Gives a program that is about to be killed its normal share, since it takes processor time to die. */
    public synchronized void letDie(long root) {
        table.tree(root).stream()
                .map(ProcessTable.Row::pid)
                .filter(lowered::remove)
                .forEach(session -> setPriority(session, NORMAL));
    }

    /** Returns whether there is no need to try again. */
    private static boolean setPriority(long session, String nice) {
        try {
            Files.writeString(PROC.resolve(session + "/autogroup"), nice, StandardOpenOption.WRITE);
            return true;
        } catch (AccessDeniedException | NoSuchFileException e) {
            log.trace("The priority of session {} stays", session, e);
            return true;
        } catch (IOException e) {
            log.trace("The priority of session {} cannot be changed yet", session, e);
            return false;
        }
    }

    private static boolean hasAutogroups() {
        try {
            return Files.readString(AUTOGROUPS).strip().equals("1");
        } catch (IOException e) {
            log.trace("This kernel has no autogroups", e);
            return false;
        }
    }
}
