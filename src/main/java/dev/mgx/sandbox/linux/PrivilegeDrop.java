package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.SandboxLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Common to all confinements: the user a program runs as, and its kernel limits. */
final class PrivilegeDrop {
    /**
     * A user ID that owns nothing, in a range that distributions do not assign; needed only when the server runs as
     * root.
     */
    private static final String UNPRIVILEGED_ID = "20001";

    /** Enough for tests that open many files; also the kernel's default. */
    private static final int OPEN_FILES = 1024;

    /** What a shell counts the size of files in, by POSIX; in bytes. */
    private static final int FILE_BLOCK = 512;

    /** Address space that a JVM or V8 reserves without using it, for classes, code and pointer cages. */
    private static final long RESERVED_BYTES = 8L << 30;

    /** Where {@code launch.sh} opens the filter. */
    static final String FILTER_DESCRIPTOR = "9";

    /** Where {@code launch.sh} opens what is {@code /etc/hosts} inside: without it nothing listens on "localhost". */
    static final String HOSTS_DESCRIPTOR = "8";

    private static final Pattern TOTAL_MEMORY = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB");

    private static final String LAUNCH = Program.script("launch.sh");
    private static final String SETTLE = Program.script("settle.sh");
    private static final String LANDLOCK = Program.script("landlock.pl");

    /** Part of every Debian; inside the walls only the system's own. */
    private static final String PERL = "/usr/bin/perl";

    private PrivilegeDrop() {}

    /**
     * The first part of every command line: enters a control group and sets limits that children inherit.
     *
     * @param group the file to enter a control group by; {@code /dev/null} for none
     * @param filter a file to open as {@link #FILTER_DESCRIPTOR}; empty for none
     * @param tree a file to open as the descriptor 7 for the working tree at the end; empty for none
     */
    static List<String> launch(SandboxLimits limits, Path group, String filter, String tree) {
        return List.of(
                "/bin/sh",
                "-c",
                LAUNCH,
                "launch.sh",
                group.toString(),
                filter,
                Long.toString(addressSpaceBytes() / 1024),
                Long.toString(limits.cpuTime().toSeconds()),
                Long.toString(limits.diskBytes() / FILE_BLOCK),
                Integer.toString(OPEN_FILES),
                tree);
    }

    /**
     * The next part: drops root irrevocably, and sets the parent-death signal (which follows the parent
     * <em>thread</em>).
     */
    static List<String> open() {
        List<String> argv = new ArrayList<>();
        argv.add(Program.require("setpriv", "util-linux"));
        if (isRoot()) {
            argv.addAll(List.of("--reuid", UNPRIVILEGED_ID, "--regid", UNPRIVILEGED_ID, "--clear-groups"));
        }
        argv.addAll(List.of("--no-new-privs", "--pdeathsig", "KILL"));
        return argv;
    }

    /**
     * The start of the innermost command line: mounts file systems of limited size, drops all capabilities, and where
     * there is Perl puts up {@link #LANDLOCK}.
     */
    static List<String> settle(SandboxLimits limits) {
        String diskBytes = Long.toString(limits.diskBytes());
        List<String> argv = new ArrayList<>(
                List.of("sh", "-c", SETTLE, "settle.sh", diskBytes, Integer.toString(limits.processes())));
        if (Files.isExecutable(Path.of(PERL))) {
            argv.addAll(List.of(PERL, "-e", LANDLOCK, "/project", "/tmp", "/dev/shm", "--"));
        }
        return argv;
    }

    /**
     * The address space limit of a process: a coarse second guard besides the sampling of resident memory. By default
     * a JVM reserves a quarter of the machine's memory for its heap.
     */
    private static long addressSpaceBytes() {
        try {
            var total = TOTAL_MEMORY.matcher(Files.readString(Path.of("/proc/meminfo")));
            return RESERVED_BYTES + (total.find() ? Long.parseLong(total.group(1)) * 1024 / 4 : 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
