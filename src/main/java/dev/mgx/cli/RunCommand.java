package dev.mgx.cli;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code mgx run}: one task from requirement to a folder with the result. */
final class RunCommand {
    private final ServerLauncher launcher;
    private final PrintStream out;
    private final PrintStream err;

    RunCommand(ServerLauncher launcher, PrintStream out, PrintStream err) {
        this.launcher = launcher;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs a task on the server that is named, else on the one that owns the data folder, else on one in
     * this process.
     *
     * @param outDir the folder for the result; empty: one named after the task
     * @param serverUrl empty: find one
     */
    int run(String requirement, Map<String, String> flags, String outDir, String serverUrl)
            throws InterruptedException {
        Optional<URI> running = serverUrl.isEmpty() ? launcher.owner(flags) : Optional.of(URI.create(serverUrl));
        if (running.isPresent()) {
            out.println("Using the server at " + running.get());
            return follow(running.get(), requirement, outDir, () -> {});
        }
        Map<String, String> embedded = new HashMap<>(flags);
        embedded.putIfAbsent("MGX_PORT", "0");
        ServerLauncher.RunningServer server = launcher.launch(embedded, false);
        AtomicBoolean closed = new AtomicBoolean();
        Runnable close = () -> {
            if (closed.compareAndSet(false, true)) {
                server.close();
            }
        };
        try {
            out.println(server.banner());
            return follow(server.address(), requirement, outDir, close);
        } finally {
            close.run();
        }
    }

    private int follow(URI address, String requirement, String outDir, Runnable close) throws InterruptedException {
        try (Api api = new Api(address)) {
            announceInterrupted(api);
            Map<String, @Nullable Object> body = new HashMap<>();
            body.put("input_prompt", requirement);
            String id = api.post("/api/tasks", body).path("id").asString();
            out.println("Task " + id);
            Thread hook = Thread.ofPlatform().name("mgx-ctrl-c").unstarted(() -> stop(api, id, close));
            Runtime.getRuntime().addShutdownHook(hook);
            api.post("/api/tasks/" + id + "/run", Map.of());
            JsonNode state = new Watch(api, id, new Progress(out)).untilOver();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return CommandLine.INTERRUPTED; // Ctrl-C came first; its hook stops the task and ends the process
            }
            return finish(api, id, state, outDir);
        }
    }

    /** Tasks that an earlier end of a server in this folder cut short are said, not silently gone on with. */
    private void announceInterrupted(Api api) throws InterruptedException {
        JsonNode active = api.get("/api/tasks/active");
        if (!active.isEmpty()) {
            out.println("%d other task(s) are queued, running or were interrupted; './mgx serve' goes on with what was interrupted"
                    .formatted(active.size()));
        }
    }

    private void stop(Api api, String id, Runnable close) {
        try {
            err.println("Stopping the task…");
            api.post("/api/tasks/" + id + "/stop", Map.of());
            err.println("Stopped.");
        } catch (IllegalArgumentException | ServerUnreachable e) {
            err.println("mgx: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close.run();
            Runtime.getRuntime().halt(CommandLine.INTERRUPTED);
        }
    }

    private int finish(Api api, String id, JsonNode state, String outDir) throws InterruptedException {
        JsonNode result = state.path("final_result");
        out.println();
        String status = state.path("status").asString("");
        if (status.equals("SUCCEEDED")) {
            out.println(result.path("summary").asString(""));
        } else {
            out.println(status + ": " + state.path("error_message").asString("the task was stopped"));
        }
        Optional<Path> folder = new Delivery(api, id).writeTo(outDir);
        folder.ifPresent(path -> out.println("The files are in " + path));
        for (JsonNode check : result.path("checks")) {
            out.println("  %s %s".formatted(check.path("passed").asBoolean(false) ? "passed" : "FAILED", check.path("check").asString("")));
        }
        String howToRun = result.path("how_to_run").asString("");
        if (folder.isPresent() && !howToRun.isBlank()) {
            out.println("How to run it:\n  cd " + folder.get() + "\n  " + howToRun.replace("\n", "\n  "));
        }
        if (state.path("simulated").asBoolean(false)) {
            out.println("No real model answered: this was the simulated one, which knows a few small programs.");
        }
        if (!status.equals("SUCCEEDED")) {
            return CommandLine.FAILED;
        }
        return result.path("verified").asBoolean(false) ? CommandLine.OK : CommandLine.UNVERIFIED;
    }
}
