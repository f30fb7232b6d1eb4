package dev.mgx.sandbox.linux;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An unprivileged user as which root runs test classes. The class path is copied to a world-readable folder, because
 * this user cannot read root's home.
 *
 * @param folder holds the classes and temporary files
 */
record UnprivilegedUser(PrivateFolder folder, String classPath) implements AutoCloseable {
    /** A user ID that owns nothing, other than the one that root's sandbox uses. */
    private static final String ID = "20002";

    static boolean isNeeded() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    static UnprivilegedUser create() throws IOException {
        PrivateFolder folder = new PrivateFolder(Files.createTempDirectory(Path.of("/tmp"), "unprivileged-user-"));
        allow(folder.path(), "rwxr-xr-x");
        Files.setAttribute(Files.createDirectory(folder.path().resolve("tmp")), "unix:uid", Integer.valueOf(ID));
        List<String> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                Path target = folder.path().resolve(classPath.size() + "-" + source.getFileName());
                copy(source, target);
                classPath.add(target.toString());
            }
        }
        return new UnprivilegedUser(folder, String.join(File.pathSeparator, classPath));
    }

    /** A path that the user can write to. */
    Path file(String name) {
        return folder.path().resolve("tmp").resolve(name);
    }

    /** Starts a JVM with the class's {@code main}; its standard error is inherited. */
    Process start(Class<?> main, List<String> arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /** The same by a command that is given another one to run. */
    Process start(List<String> wrapper, Class<?> main, List<String> arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of("setpriv", "--reuid", ID, "--regid", ID, "--clear-groups", "--"));
        argv.addAll(wrapper);
        argv.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        argv.addAll(List.of("-Djava.io.tmpdir=" + folder.path().resolve("tmp"), "-cp", classPath, main.getName()));
        argv.addAll(arguments);
        return new ProcessBuilder(argv)
                .directory(folder.path().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void copy(Path source, Path target) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(source)) {
            all = walk.toList();
        }
        for (Path each : all) {
            Path copied = target.resolve(source.relativize(each).toString());
            Files.copy(each, copied);
            allow(copied, Files.isDirectory(copied) ? "rwxr-xr-x" : "rw-r--r--");
        }
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Override
    public void close() {
        folder.close();
    }
}
