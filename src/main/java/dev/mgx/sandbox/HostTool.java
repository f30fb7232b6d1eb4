package dev.mgx.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a tool of the operator for its settings: outside of any sandbox, with the rights and the environment of the server. */
public final class HostTool {
    private static final int MOST_OUTPUT = 1 << 20;

    private static final File ROOT = new File("/");
    private static final File NOTHING = new File("/dev/null");

    private static final Logger log = LoggerFactory.getLogger(HostTool.class);

    private HostTool() {}

    /**
     * What a command says on its standard output, at most 1 MiB; empty if it is not there, fails or takes too long. It runs in the
     * root folder, so that no project's settings are read.
     *
     * @param argv fixed by this program; nothing that a model wrote
     * @throws InterruptedException the command is dead by then
     */
    public static Optional<String> output(List<String> argv, Duration timeout) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(argv)
                    .directory(ROOT)
                    .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Thread reaper = Thread.ofVirtual().start(() -> end(process, timeout));
            try (InputStream in = process.getInputStream()) {
                String output = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
                reaper.join();
                return process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            log.debug("{} could not be asked for its settings", argv.getFirst(), e);
            return Optional.empty();
        }
    }

    private static void end(Process process, Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
