package dev.mgx.sandbox.linux.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a namespace of their own. The root dies with its first process, and the kernel lets no process of
 * the namespace outlive that one. So nothing is read of the program's own processes, which might be kept from running
 * and hold locks.
 */
public final class NamespacedTree implements ProcessTree {
    private static final Duration INTERVAL = Duration.ofMillis(5);

    /** Minimum number of attempts, in case the machine is suspended for the whole time. */
    private static final int MIN_ROUNDS = 60;

    private static final long UNKNOWN = -1;
    private static final Path PROC = Path.of("/proc");
    private static final Logger log = LoggerFactory.getLogger(NamespacedTree.class);

    private final Process root;

    /** For a program that ended before the first process of its namespace was found. */
    private final MarkedTree marked;

    /** The first process of the namespace. */
    private long init = UNKNOWN;

    public NamespacedTree(Process root, String mark) {
        this.root = root;
        this.marked = new MarkedTree(root.toHandle(), mark);
    }

    @Override
    public boolean discover() {
        if (init == UNKNOWN) {
            init = findInit();
        }
        return init != UNKNOWN;
    }

    private long findInit() {
        long pid = root.pid();
        try {
            String children = Files.readString(PROC.resolve("%d/task/%d/children".formatted(pid, pid)));
            for (String child : children.strip().split(" ", -1)) {
                if (isInit(child)) {
                    return Long.parseLong(child);
                }
            }
        } catch (IOException e) {
            log.trace("Process {} has ended", pid, e);
        }
        return UNKNOWN;
    }

    private static boolean isInit(String process) {
        return !process.isEmpty()
                && ProcessTable.Row.read(PROC.resolve(process))
                        .filter(ProcessTable.Row::init)
                        .isPresent();
    }

    @Override
    public boolean kill() throws InterruptedException {
        if (!discover()) {
            return marked.kill();
        }
        root.toHandle().destroyForcibly(); // Process.destroyForcibly would close the pipes with what is left in them
        // Each of them has to run to die; among hundreds of busy processes, one after the other would take twice as
        // long.
        ProcessHandle.of(init).ifPresent(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + Duration.ofSeconds(KILL_SECONDS).toNanos();
        for (int round = 0; round <= MIN_ROUNDS || System.nanoTime() - deadline < 0; round++) {
            if (!root.isAlive() && !isAlive(init)) {
                return true;
            }
            Thread.sleep(INTERVAL);
        }
        log.warn("Could not confirm that all processes of {} are dead; {} is still alive", root.pid(), init);
        return false;
    }

    private static boolean isAlive(long init) {
        return ProcessTable.Row.read(PROC.resolve(Long.toString(init)))
                .filter(row -> row.init() && !row.ended())
                .isPresent();
    }
}
