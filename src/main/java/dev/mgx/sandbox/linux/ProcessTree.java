package dev.mgx.sandbox.linux;

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
 * A process and all that came of it. Members are found in two ways, since a daemon leaves its parent: by
 * descent, and by a mark in the environment they were started with. Where an ordinary user may not read that, it is
 * enough to have met one while its parent lived: the first process of a namespace, without which no other of it lives.
 * For one thread.
 */
final class ProcessTree {
    /** The environment variable that marks every process of an execution. */
    static final String MARK = "MGX_EXECUTION";

    /** A killed process is gone in milliseconds, unless the kernel holds it; longer is reported. */
    private static final Duration KILL_BOUND = Duration.ofSeconds(3);

    private static final Duration KILL_PAUSE = Duration.ofMillis(5);

    /** A machine that stood still for the whole bound gave nobody time to die. */
    private static final int LEAST_ROUNDS = 60;

    private static final Pattern ZOMBIE = Pattern.compile("(?m)^State:\\s+Z");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Path PROC = Path.of("/proc");
    private static final Logger log = LoggerFactory.getLogger(ProcessTree.class);

    private final ProcessHandle root;
    private final String mark;
    private final long startedAt;
    private final Set<ProcessHandle> met = new HashSet<>();

    ProcessTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = MARK + "=" + mark;
        this.startedAt = startedAt(root);
    }

    private static long startedAt(ProcessHandle process) {
        try {
            return ProcessStat.read(PROC.resolve(Long.toString(process.pid()))).startedAt();
        } catch (IOException e) {
            log.trace("Process {} has just gone", process.pid(), e);
            return 0; // then everybody is looked at
        }
    }

    /** Remembers who came of the process by now; whether there is anybody. */
    boolean meet() {
        met.removeIf(member -> !member.isAlive());
        root.descendants().forEach(met::add);
        return !met.isEmpty();
    }

    /**
     * Kills every member, again and again until none is left, for at most three seconds. Who was once a member stays one
     * until it is dead: without its parent it may not be found again in the moment that it takes to die. And a look that finds
     * nobody is believed when the next one finds nobody either: who was started during the first is met by the second.
     *
     * @return whether none is left
     */
    boolean kill() throws InterruptedException {
        long giveUp = System.nanoTime() + KILL_BOUND.toNanos();
        Set<ProcessHandle> members = met;
        boolean nobody = false;
        for (int round = 0; round <= LEAST_ROUNDS || System.nanoTime() - giveUp < 0; round++) {
            ProcessScan scan = ProcessScan.of(PROC, mark, startedAt);
            members = living(members, scan.marked());
            boolean before = nobody;
            nobody = members.isEmpty() && scan.complete();
            if (nobody && before) {
                return true;
            }
            members.forEach(ProcessHandle::destroyForcibly);
            if (!nobody) {
                Thread.sleep(KILL_PAUSE);
            }
        }
        log.warn(
                "Whether all of process {} is dead is not known; could not be killed: {}",
                root.pid(),
                members.stream().map(ProcessHandle::pid).toList());
        return false;
    }

    /** The memory that all members hold together now. */
    long residentBytes() {
        return root.descendants().mapToLong(ProcessTree::residentBytes).sum() + residentBytes(root);
    }

    private Set<ProcessHandle> living(Set<ProcessHandle> known, Set<ProcessHandle> marked) {
        Set<ProcessHandle> members = new HashSet<>(marked);
        members.addAll(known);
        members.add(root);
        root.descendants().forEach(members::add);
        return members.stream().filter(ProcessTree::lives).collect(Collectors.toSet());
    }

    /** Whether it can still do something: a zombie cannot. */
    private static boolean lives(ProcessHandle process) {
        return process.isAlive()
                && !status(process).map(ZOMBIE::matcher).map(Matcher::find).orElse(false);
    }

    private static long residentBytes(ProcessHandle process) {
        return status(process)
                .map(RESIDENT::matcher)
                .filter(Matcher::find)
                .map(resident -> Long.parseLong(resident.group(1)) * 1024)
                .orElse(0L);
    }

    private static Optional<String> status(ProcessHandle process) {
        return read(PROC.resolve(process.pid() + "/status"));
    }

    /** The content of a file about a process; nothing if it has just gone, or is somebody else's. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, ISO_8859_1));
        } catch (IOException e) {
            log.trace("{} cannot be read", file, e);
            return Optional.empty();
        }
    }
}
