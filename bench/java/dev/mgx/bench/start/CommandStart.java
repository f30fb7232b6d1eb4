package dev.mgx.bench.start;

import dev.mgx.bench.Contender;
import dev.mgx.bench.Goal;
import dev.mgx.bench.Measure;
import dev.mgx.bench.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From a command to its end, beside the start of a bare server.
 *
 * @param part of that server's time that it may take
 */
record CommandStart(String name, String title, List<String> arguments, double part) implements Measure {
    private static final Metric DONE = Metric.millis("done after");

    @Override
    public List<Goal> goals() {
        return List.of(Goal.times(1 / part, ServeStart.HELLO, DONE));
    }

    @Override
    public Field open() throws Exception {
        Path folder = Files.createTempDirectory("mgx-bench");
        int port = StartedProcess.freePort();
        StartedProcess server = StartedProcess.mgx(ServeStart.serve(folder, port));
        server.awaitAnswer(port, "/health/ready");
        List<String> command = new ArrayList<>(arguments);
        if (!command.contains("--help")) {
            command.add("--data-dir=" + folder);
        }
        return new Field(
                List.of(
                        Contender.ours(() -> Map.of(DONE, ours(command))),
                        new Contender(ServeStart.HELLO, () -> Map.of(DONE, hello()))),
                () -> {
                    server.close();
                    DataFolders.delete(folder);
                });
    }

    private static double ours(List<String> command) throws IOException, InterruptedException {
        try (StartedProcess process = StartedProcess.mgx(command)) {
            return process.awaitEnd();
        }
    }

    private static double hello() throws IOException, InterruptedException {
        int port = StartedProcess.freePort();
        try (StartedProcess server = StartedProcess.hello(port)) {
            return server.awaitAnswer(port, "/");
        }
    }
}
