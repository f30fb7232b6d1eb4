package dev.mgx.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program to run, and its files.
 *
 * @param argv the program's name, looked up inside the sandbox, and its arguments; without NUL characters
 * @param files text by relative path ({@code src/Main.java}), written to the empty working directory; a file that
 *     begins with {@code #!} is executable
 * @param timeout wall-clock time limit; {@link SandboxLimits#timeout()} if that is shorter and it does not listen
 * @param packages tar archives outside, unpacked to the folder {@value #PACKAGES} of the folder of temporary files
 * @param connection what it can reach outside; null for nothing
 * @param tree what is in the working directory beside {@code files}, and is kept of it; null for nothing
 */
public record Command(
        List<String> argv,
        Map<String, String> files,
        Duration timeout,
        List<Path> packages,
        @Nullable Connection connection,
        @Nullable WorkingTree tree) {
    /** Where {@link #packages} are, in {@code $TMPDIR}, or {@code /tmp} where that is not set. */
    public static final String PACKAGES = "packages";

    /** PATH_MAX is 4096 on Linux; this leaves room for parent folders. */
    private static final int MAX_PATH_CHARS = 1024;

    /** A program that needs no packages and reaches nothing. */
    public Command(List<String> argv, Map<String, String> files, Duration timeout) {
        this(argv, files, timeout, List.of(), null, null);
    }

    /** A program that works in no tree. */
    public Command(
            List<String> argv,
            Map<String, String> files,
            Duration timeout,
            List<Path> packages,
            @Nullable Connection connection) {
        this(argv, files, timeout, packages, connection, null);
    }

    /** The same with these packages. */
    public Command with(List<Path> archives) {
        return new Command(argv, files, timeout, archives, connection, tree);
    }

    /** The same in this tree. */
    public Command in(WorkingTree there) {
        return new Command(argv, files, timeout, packages, connection, there);
    }

    public Command {
        argv = List.copyOf(argv);
        files = Map.copyOf(files);
        packages = List.copyOf(packages);
        if (argv.isEmpty() || argv.getFirst().isBlank()) {
            throw new IllegalArgumentException("argv names no program");
        }
        if (argv.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("argv has a NUL character: " + argv);
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout is not positive: " + timeout);
        }
        for (String path : files.keySet()) {
            requireInside(path);
            requireNoFileAbove(path, files);
        }
    }

    private static void requireInside(String path) {
        boolean plain = path.length() <= MAX_PATH_CHARS && path.chars().noneMatch(Character::isISOControl);
        for (String part : path.split("/", -1)) {
            plain &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!plain) {
            throw new IllegalArgumentException("not a plain path inside the project: \"%s\"".formatted(path));
        }
    }

    private static void requireNoFileAbove(String path, Map<String, String> files) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (files.containsKey(path.substring(0, slash))) {
                throw new IllegalArgumentException(
                        "both a file and a folder: \"%s\"".formatted(path.substring(0, slash)));
            }
        }
    }
}
