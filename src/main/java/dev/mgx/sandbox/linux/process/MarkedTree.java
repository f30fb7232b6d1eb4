package dev.mgx.sandbox.linux.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a program without a namespace. Members are found by descent and, because a daemon
 * leaves its parent, by a mark in their environment. An unprivileged user may not read the environment inside a
 * namespace; then it is enough to have seen the init process of the namespace while its parent was alive, since no
 * process of the namespace outlives it. Not thread-safe.
 */
public final class MarkedTree implements ProcessTree {
    private static final Duration KILL_INTERVAL = Duration.ofMillis(5);

    /** Minimum number of attempts, in case the machine is suspended for the whole time. */
    private static final int MIN_ROUNDS = 60;

    private static final Pattern ZOMBIE = Pattern.compile("(?m)^State:\\s+Z");
    private static final Path PROC = Path.of("/proc");
    private static final Logger log = LoggerFactory.getLogger(MarkedTree.class);

    private final ProcessHandle root;
    private final String mark;
    private final long startedAt;
    private final Set<ProcessHandle> known = new HashSet<>();

    public MarkedTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = MARK + "=" + mark;
        this.startedAt = startedAt(root);
    }

    private static long startedAt(ProcessHandle process) {
        try {
            return ProcessStat.read(PROC.resolve(Long.toString(process.pid()))).startedAt();
        } catch (IOException e) {
            log.trace("Process {} has ended", process.pid(), e);
            return 0; // then all processes are scanned
        }
    }

    @Override
    public boolean discover() {
        known.removeIf(member -> !member.isAlive());
        root.descendants().forEach(known::add);
        return !known.isEmpty();
    }

    /**
     * Kills every member repeatedly until none is left. A known member stays one until it
     * is dead: without its parent it may not be found again while it is dying. Two scans in a row must find nothing,
     * because a process started during the first one may be missed by it.
     */
    @Override
    public boolean kill() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(KILL_SECONDS).toNanos();
        Set<ProcessHandle> members = known;
        boolean empty = false;
        for (int round = 0; round <= MIN_ROUNDS || System.nanoTime() - deadline < 0; round++) {
            ProcessScan scan = ProcessScan.of(PROC, mark, startedAt);
            members = living(members, scan.marked());
            boolean emptyBefore = empty;
            empty = members.isEmpty() && scan.complete();
            if (empty && emptyBefore) {
                return true;
            }
            members.forEach(ProcessHandle::destroyForcibly);
            if (!empty) {
                Thread.sleep(KILL_INTERVAL);
            }
        }
        log.warn(
                "Could not confirm that all processes of {} are dead; still alive: {}",
                root.pid(),
                members.stream().map(ProcessHandle::pid).toList());
        return false;
    }

    private Set<ProcessHandle> living(Set<ProcessHandle> before, Set<ProcessHandle> marked) {
        Set<ProcessHandle> members = new HashSet<>(marked);
        members.addAll(before);
        members.add(root);
        root.descendants().forEach(members::add);
        return members.stream().filter(MarkedTree::isLiving).collect(Collectors.toSet());
    }

    /** Whether a process is alive and not a zombie. */
    private static boolean isLiving(ProcessHandle process) {
        return process.isAlive()
                && !status(process).map(ZOMBIE::matcher).map(Matcher::find).orElse(false);
    }

    private static Optional<String> status(ProcessHandle process) {
        return read(PROC.resolve(process.pid() + "/status"));
    }

    /** The content of a file in /proc; empty if the process has ended or belongs to another user. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, ISO_8859_1));
        } catch (IOException e) {
            log.trace("{} cannot be read", file, e);
            return Optional.empty();
        }
    }
}
