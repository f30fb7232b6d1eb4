package dev.mgx.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A JVM that runs a test class, to be halted, killed or waited for. */
record ChildProcess(Process process, Path output) implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 60;

    /** Waits for its end; returns its exit code. */
    int await() throws InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(
                    "a child is still alive after %d s; its output:%n%s".formatted(TIMEOUT_SECONDS, outputText()));
        }
        return process.exitValue();
    }

    /** Kills it after this many milliseconds; returns whether it was still alive. */
    boolean killAfter(long millis) throws InterruptedException {
        boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
        process.destroyForcibly();
        await();
        return !ended;
    }

    String outputText() {
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
