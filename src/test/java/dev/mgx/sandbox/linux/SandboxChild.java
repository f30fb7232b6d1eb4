package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A child JVM whose sandbox runs one shell script, for a test to kill. */
record SandboxChild(Process process) implements AutoCloseable {

    /** The child's main. Arguments: {@code SETTING SCRIPT MARK}. Prints the script's output. */
    public static void main(String[] args) throws InterruptedException {
        try (Sandbox sandbox = SandboxProbe.open(SandboxSetting.parse(args[0]), SandboxLimits.defaults())) {
            Command command = new Command(List.of("sh", "-c", args[1], args[2]), Map.of(), Duration.ofMinutes(1));
            sandbox.run(command, lines -> lines.forEach(line -> System.out.println(line.text())));
        }
    }

    static SandboxChild start(SandboxSetting setting, String script, String mark) throws IOException {
        return new SandboxChild(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SandboxChild.class.getName(),
                        setting.name(),
                        script,
                        mark)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
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

    /** Kills the child with SIGKILL. */
    void killHard() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        killHard();
    }
}
