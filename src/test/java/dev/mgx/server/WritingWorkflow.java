package dev.mgx.server;

import dev.mgx.engine.Run;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.util.concurrent.CountDownLatch;

/** A run that writes a file and ends; one whose requirement begins with "wait" waits until it is stopped. */
final class WritingWorkflow {
    private WritingWorkflow() {}

    static WorkflowResult run(Run run) throws InterruptedException {
        run.step("write", String.class, step -> {
            step.emit(EventDraft.of(EventType.AGENT_START, "Writing").by(AgentRole.ENGINEER));
            step.emit(EventDraft.of(EventType.MESSAGE_DELTA, "cla").by(AgentRole.ENGINEER));
            step.save(new ArtifactDraft("src/a b/Main.java", "class Main {}", AgentRole.ENGINEER));
            step.conclude(EventDraft.of(EventType.AGENT_COMPLETE, "Written").by(AgentRole.ENGINEER));
            return "done";
        });
        if (run.task().inputPrompt().startsWith("wait")) {
            run.step("wait", String.class, step -> {
                new CountDownLatch(1).await();
                return "never";
            });
        }
        return Served.done("Written");
    }
}
