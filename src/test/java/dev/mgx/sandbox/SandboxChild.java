package dev.mgx.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** A JVM of its own with a sandbox that runs one shell script, for a test to kill. */
final class SandboxChild implements AutoCloseable {
    private final Process process;
    private final PrivateFolder folder;

    private SandboxChild(Process process, PrivateFolder folder) {
        this.process = process;
        this.folder = folder;
    }

    /** The child: {@code SETTING SCRIPT MARK}. Passes the script's output on. */
    public static void main(String[] args) throws InterruptedException {
        try (Sandbox sandbox = Sandbox.open(SandboxSetting.parse(args[0]), SandboxLimits.defaults())) {
            Command command = new Command(List.of("sh", "-c", args[1], args[2]), Map.of(), Duration.ofMinutes(1));
            sandbox.run(command, lines -> lines.forEach(line -> System.out.println(line.text())));
        }
    }

    static SandboxChild start(SandboxSetting setting, String script, String mark) throws Exception {
        return start(List.of(), setting, script, mark);
    }

    /** The same as a user without any right; for a test that runs as root, else as the test's user. */
    static SandboxChild startAsNobody(SandboxSetting setting, String script, String mark) throws Exception {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        return start(
                root ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") : List.of(),
                setting,
                script,
                mark);
    }

    private static SandboxChild start(List<String> prefix, SandboxSetting setting, String script, String mark)
            throws Exception {
        PrivateFolder folder = new PrivateFolder(Files.createTempDirectory(Path.of("/tmp"), "sandbox-child-"));
        Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> classPath = new ArrayList<>();
        for (Class<?> part : List.of(Sandbox.class, SandboxChild.class, Logger.class)) {
            classPath.add(
                    copy(part, folder.path().resolve(part.getSimpleName())).toString());
        }
        List<String> argv = new ArrayList<>(prefix);
        argv.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        argv.addAll(List.of("-Djava.io.tmpdir=" + folder.path(), "-cp", String.join(":", classPath)));
        argv.addAll(List.of(SandboxChild.class.getName(), setting.name(), script, mark));
        return new SandboxChild(
                new ProcessBuilder(argv)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start(),
                folder);
    }

    /** Blocks until the script has written a line. */
    void awaitOutput() throws IOException {
        var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (reader.readLine() == null) {
            throw new AssertionError("the child ended before its script wrote anything");
        }
    }

    long pid() {
        return process.pid();
    }

    /** kill -9, as the kernel does when memory is short. */
    void killHard() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        killHard();
        folder.close();
    }

    /** Copies a jar or folder of classes to where every user may read it. */
    private static Path copy(Class<?> part, Path target) throws IOException, URISyntaxException {
        Path source =
                Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Path> all;
        try (Stream<Path> walk = Files.walk(source)) {
            all = walk.collect(Collectors.toList());
        }
        for (Path each : all) {
            Files.copy(each, target.resolve(source.relativize(each).toString()));
        }
        return target;
    }
}
