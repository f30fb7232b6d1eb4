package dev.mgx.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that runs a class of the tests, to be halted, killed, or waited for. */
record ChildProcess(Process process, Path output) implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    static ChildProcess start(Class<?> main, Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ChildProcess(process, output);
    }

    /** Waits for its end; answers its exit code. */
    int await() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("a child is still alive after %d s; it said:%n%s"
                    .formatted(PATIENCE_SECONDS, said()));
        }
        return process.exitValue();
    }

    void killNow() throws InterruptedException {
        process.destroyForcibly();
        await();
    }

    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "(nothing readable: " + e + ")";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
