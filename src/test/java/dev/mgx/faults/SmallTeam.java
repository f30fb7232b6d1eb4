package dev.mgx.faults;

import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.Task;
import dev.mgx.task.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A workflow with all features of a team (sequential and parallel steps, files, deltas) but no model, quick enough to
 * be halted at every journal write. Keeps a ledger, outside the store, of every step execution.
 */
record SmallTeam(Path ledger) implements Workflow {
    @Override
    public Map<String, @Nullable Object> startDetails(Task task) {
        return Map.of("simulated", true);
    }

    @Override
    public WorkflowResult run(Run run) throws InterruptedException {
        String plan = work(run, "plan", AgentRole.PRODUCT_MANAGER, 0.2);
        List<Callable<String>> files = List.of(
                () -> work(run, "file:A.java", AgentRole.ENGINEER, 0.5),
                () -> work(run, "file:B.java", AgentRole.ENGINEER, 0.5));
        List<String> written = run.parallel(files);
        String tests = work(run, "tests", AgentRole.QA_ENGINEER, 0.8);
        String summary = plan + " " + written + " " + tests;
        return new WorkflowResult.Succeeded(
                summary,
                Map.of("summary", summary, "files", List.copyOf(run.files().keySet())));
    }

    private String work(Run run, String name, AgentRole role, double progress) throws InterruptedException {
        return run.step(name, String.class, step -> {
            enter(name);
            step.emit(EventDraft.of(EventType.AGENT_START, name + " begins").by(role));
            step.emit(List.of(
                    EventDraft.of(EventType.MESSAGE_DELTA, "half ").by(role),
                    EventDraft.of(EventType.MESSAGE_DELTA, "done").by(role)));
            step.save(new ArtifactDraft(name.replace(':', '-'), "text of " + name, role));
            step.conclude(EventDraft.of(EventType.AGENT_COMPLETE, name + " is done")
                    .by(role)
                    .with("progress", progress)
                    .with("usage", new Usage(10, 5, BigDecimal.ZERO, 1)));
            return name + " ok";
        });
    }

    private synchronized void enter(String name) {
        try {
            Files.writeString(ledger, name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> entered() throws IOException {
        return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
    }
}
