package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.SandboxLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What confinements have in common: who the program is, and the limits the kernel keeps for it. */
final class PrivilegeDrop {
    /** A user that owns nothing, in a range that distributions leave free; only root needs one. */
    private static final String NOBODY = "20001";

    /** Generous for tests that open many files; the kernel's own default is 1024 as well. */
    private static final int OPEN_FILES = 1024;

    /** What a JVM and V8 reserve, without using it, for classes, code and cages. */
    private static final long RESERVED_BYTES = 8L << 30;

    private static final Pattern TOTAL_MEMORY = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB");

    private static final String SETTLE = Program.script("settle.sh");

    private PrivilegeDrop() {}

    /**
     * Gives up root and every way back, dies with the thread that started it, and takes the limits that a
     * process and its children inherit.
     */
    static List<String> open(SandboxLimits limits) {
        List<String> argv = new ArrayList<>();
        argv.add(Program.require("setpriv", "util-linux"));
        if (isRoot()) {
            argv.addAll(List.of("--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
        }
        argv.addAll(List.of("--no-new-privs", "--pdeathsig", "KILL"));
        argv.addAll(limited(limits));
        return argv;
    }

    /** The limits alone. */
    static List<String> limited(SandboxLimits limits) {
        return List.of(
                Program.require("prlimit", "util-linux"),
                "--as=" + addressSpaceBytes(),
                "--cpu=" + limits.cpuTime().toSeconds(),
                "--fsize=" + limits.diskBytes(),
                "--nofile=" + OPEN_FILES,
                "--core=0",
                "--");
    }

    /** The beginning of the command that is run last, inside: places of bounded size, and no rights any more. */
    static List<String> settle(SandboxLimits limits) {
        return List.of(
                "sh",
                "-c",
                SETTLE,
                "settle.sh",
                Long.toString(limits.diskBytes()),
                Integer.toString(limits.processes()));
    }

    /**
     * The address space a process gets: a coarse second guard behind the count of resident memory. A JVM
     * reserves a quarter of the machine's memory for its heap unless told otherwise.
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
