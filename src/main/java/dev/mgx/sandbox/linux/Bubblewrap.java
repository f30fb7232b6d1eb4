package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.Isolation;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.linux.seccomp.SystemCallFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Namespaces set up by <a href="https://github.com/containers/bubblewrap">bubblewrap</a>, 0.8.0 or later.
 *
 * @param filter the path of a {@link SystemCallFilter}; empty for none
 */
record Bubblewrap(List<String> privilegeDrop, String bwrap, String filter, SandboxLimits limits)
        implements Confinement {
    private static final List<String> SYSTEM_FOLDERS = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

    /** Of {@code /proc}: what tells of the machine and its other programs, and what no program needs. */
    private static final List<String> HIDDEN = List.of(
            "cmdline",
            "config.gz",
            "consoles",
            "devices",
            "diskstats",
            "interrupts",
            "iomem",
            "ioports",
            "kallsyms",
            "key-users",
            "keys",
            "latency_stats",
            "locks",
            "modules",
            "partitions",
            "sched_debug",
            "swaps",
            "timer_list",
            "vmallocinfo");

    Bubblewrap(SandboxLimits limits, String filter) {
        this(PrivilegeDrop.open(), Program.require("bwrap", "bubblewrap"), filter, limits);
    }

    @Override
    public Isolation isolation() {
        return Isolation.BUBBLEWRAP;
    }

    @Override
    public String description() {
        return "Generated code runs in bubblewrap: no network, no files of this machine, limits on everything, "
                + (filter.isEmpty() ? "but no filter of system calls." : "and a filter of system calls.");
    }

    @Override
    public List<String> confine(List<String> inner, @Nullable Path relay) {
        List<String> argv = new ArrayList<>(privilegeDrop);
        argv.add(bwrap);
        argv.addAll(List.of("--unshare-all", "--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534"));
        argv.addAll(List.of("--die-with-parent", "--new-session", "--clearenv", "--hostname", "sandbox"));
        if (!filter.isEmpty()) {
            argv.addAll(List.of("--add-seccomp-fd", PrivilegeDrop.FILTER_DESCRIPTOR));
        }
        // Needed by settle.sh only, because bubblewrap's own tmpfs has no size limit.
        argv.addAll(List.of("--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP"));
        INNER_ENVIRONMENT.forEach((name, value) -> argv.addAll(List.of("--setenv", name, value)));
        argv.addAll(system());
        argv.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--dir", "/tmp", "--dir", "/project"));
        argv.addAll(List.of("--ro-bind-data", PrivilegeDrop.HOSTS_DESCRIPTOR, "/etc/hosts"));
        if (relay != null) {
            argv.addAll(List.of("--ro-bind", relay.toString(), inside(relay)));
        }
        HIDDEN.forEach(name -> argv.addAll(hide("/proc/" + name)));
        // These are tmpfs without a size limit, which a program could fill.
        argv.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/", "--", "unshare", "--mount"));
        argv.addAll(PrivilegeDrop.settle(limits));
        argv.addAll(inner);
        return argv;
    }

    @Override
    public boolean refusesMemoryFiles() {
        return !filter.isEmpty();
    }

    private static List<String> system() {
        List<String> argv = new ArrayList<>(List.of("--ro-bind", "/usr", "/usr"));
        for (String folder : SYSTEM_FOLDERS) {
            argv.addAll(systemFolder(Path.of(folder)));
        }
        argv.addAll(List.of("--ro-bind", System.getProperty("java.home"), INNER_JAVA_HOME));
        for (String settings : List.of("/etc/alternatives", "/etc/ld.so.cache", "/etc/maven")) {
            argv.addAll(List.of("--ro-bind-try", settings, settings));
        }
        try (DirectoryStream<Path> settings = Files.newDirectoryStream(Path.of("/etc"), "java-*")) {
            // Distributions keep their JDK's settings there and link to them.
            settings.forEach(path -> argv.addAll(List.of("--ro-bind-try", path.toString(), path.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return argv;
    }

    private static List<String> hide(String file) {
        return Files.exists(Path.of(file)) ? List.of("--ro-bind", "/dev/null", file) : List.of();
    }

    /** {@code /bin} and the like are links into {@code /usr} on most systems, and folders on others. */
    private static List<String> systemFolder(Path folder) {
        try {
            if (Files.isSymbolicLink(folder)) {
                return List.of("--symlink", Files.readSymbolicLink(folder).toString(), folder.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Files.isDirectory(folder) ? List.of("--ro-bind", folder.toString(), folder.toString()) : List.of();
    }
}
