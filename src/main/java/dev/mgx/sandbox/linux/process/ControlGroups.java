package dev.mgx.sandbox.linux.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mgx.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Control groups of version 2, one for each program, in the part of the hierarchy that the machine has delegated to the
 * server, as systemd does with {@code Delegate=yes}; see cgroups(7). The server moves to a group beside those of the
 * programs, since a group with others below it holds no process. Thread-safe.
 */
public final class ControlGroups {
    static final String SERVER = "mgx-server";
    static final String PROGRAMS = "mgx-programs";

    private static final List<String> CONTROLLERS = List.of("+cpu", "+memory", "+pids");
    private static final Path PROC = Path.of("/proc/self");
    private static final Logger log = LoggerFactory.getLogger(ControlGroups.class);

    private final Optional<Path> programs;

    private ControlGroups(Optional<Path> programs) {
        this.programs = programs;
    }

    /** Those in the group that is delegated to the server; none where there is no such group, or it cannot be used. */
    public static ControlGroups open() {
        try {
            Optional<Path> own =
                    own(Files.readString(PROC.resolve("cgroup")), Files.readString(PROC.resolve("mountinfo")));
            if (own.isPresent() && isDelegated(own.get())) {
                return in(own.get());
            }
        } catch (IOException | UnsupportedOperationException e) {
            log.info("Programs get no control groups: {}", e.toString());
        }
        return new ControlGroups(Optional.empty());
    }

    /**
     * The group that the server was started in; empty if it is the whole machine's or container's.
     *
     * @param groups as in {@code /proc/self/cgroup}
     * @param mounts as in {@code /proc/self/mountinfo}
     */
    static Optional<Path> own(String groups, String mounts) {
        Optional<String> group = groups.lines()
                .filter(line -> line.startsWith("0::/"))
                .map(line -> line.substring("0::/".length()))
                .filter(path -> !path.isEmpty())
                .findFirst();
        Optional<Path> mount = mounts.lines()
                .filter(line -> line.contains(" - cgroup2 "))
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields[3].equals("/"))
                .map(fields -> Path.of(fields[4]))
                .findFirst();
        return mount.flatMap(root -> group.map(root::resolve))
                .map(path -> path.endsWith(SERVER) ? path.getParent() : path);
    }

    /** As systemd marks it, or by its owner. To root all groups belong, so that says nothing. */
    private static boolean isDelegated(Path group) throws IOException {
        UserDefinedFileAttributeView marks = Files.getFileAttributeView(group, UserDefinedFileAttributeView.class);
        if (marks != null && marks.list().contains("delegate")) {
            ByteBuffer value = ByteBuffer.allocate(marks.size("delegate"));
            marks.read("delegate", value);
            return UTF_8.decode(value.flip()).toString().equals("1");
        }
        Object owner = Files.getAttribute(group, "unix:uid");
        return !owner.equals(0) && owner.equals(Files.getAttribute(PROC, "unix:uid"));
    }

    /** Makes the groups in one that is delegated, and moves the server. */
    static ControlGroups in(Path group) throws IOException {
        Path server = Files.createDirectories(group.resolve(SERVER));
        Files.writeString(
                server.resolve("cgroup.procs"),
                Long.toString(ProcessHandle.current().pid()));
        Path programs = Files.createDirectories(group.resolve(PROGRAMS));
        for (Path parent : List.of(group, programs)) {
            for (String controller : CONTROLLERS) {
                writeIfPossible(parent.resolve("cgroup.subtree_control"), controller);
            }
        }
        writeIfPossible(programs.resolve("cpu.weight"), "1"); // of 10,000; the server's is 100
        removeEmpty(programs);
        return new ControlGroups(Optional.of(programs));
    }

    /** A killed server leaves groups without a process. */
    private static void removeEmpty(Path programs) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(programs, Files::isDirectory)) {
            for (Path each : left) {
                new ControlGroup(each).close();
            }
        }
    }

    /**
     * Makes the group of a program, if it can have one. Its memory includes the file systems in memory; with them, it is killed as a whole
     * when it needs more.
     */
    public ControlGroup create(String name, SandboxLimits limits) throws IOException {
        if (programs.isEmpty()) {
            return ControlGroup.NONE;
        }
        Path group = Files.createDirectory(programs.get().resolve(name));
        long memory = limits.memoryBytes() + 2 * limits.diskBytes();
        writeIfPossible(group.resolve("memory.max"), Long.toString(memory));
        writeIfPossible(group.resolve("memory.swap.max"), "0");
        writeIfPossible(group.resolve("memory.oom.group"), "1");
        writeIfPossible(group.resolve("pids.max"), Integer.toString(limits.processes() + ControlGroup.WALLS));
        return new ControlGroup(group);
    }

    private static void writeIfPossible(Path file, String value) {
        try {
            Files.writeString(file, value);
        } catch (IOException e) { // a controller that is not delegated; the other limits hold
            log.debug("{} is not set to {}", file, value, e);
        }
    }
}
