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
 * A user without any right, in whose name root runs classes of the tests. What a JVM needs is copied to where
 * every user can read it: a checkout and a Maven repository in root's home cannot be read.
 *
 * @param folder with the classes, and a place for temporary files
 */
record OrdinaryUser(PrivateFolder folder, String classPath) implements AutoCloseable {
    /** Owns nothing, like the user that root's sandbox uses, and is not that one. */
    private static final String ID = "20002";

    static boolean isNeeded() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    static OrdinaryUser create() throws IOException {
        PrivateFolder folder = new PrivateFolder(Files.createTempDirectory(Path.of("/tmp"), "ordinary-user-"));
        allow(folder.path(), "rwxr-xr-x");
        allow(Files.createDirectory(folder.path().resolve("tmp")), "rwxrwxrwx");
        List<String> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                Path target = folder.path().resolve(classPath.size() + "-" + source.getFileName());
                copy(source, target);
                classPath.add(target.toString());
            }
        }
        return new OrdinaryUser(folder, String.join(File.pathSeparator, classPath));
    }

    /** A file for the user to write to. */
    Path file(String name) {
        return folder.path().resolve("tmp").resolve(name);
    }

    /** Starts a JVM with a class's {@code main}; its errors are shown. */
    Process start(Class<?> main, List<String> arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of("setpriv", "--reuid", ID, "--regid", ID, "--clear-groups", "--"));
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
