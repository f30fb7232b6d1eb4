package dev.mgx.team;

import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.llm.gateway.ModelGateway;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.team.role.CheckChange;
import dev.mgx.team.role.ProgramInterface;
import dev.mgx.team.role.ProjectManifest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The workflow in which a product manager, an architect, engineers, a tester and a debugger turn a requirement into a
 * program whose acceptance tests pass in the sandbox. Shared by all runs; thread-safe.
 */
public final class SoftwareTeam implements Workflow {
    private final ModelGateway gateway;
    private final Sandbox sandbox;
    private final PlanApproval approval;

    /** @param approvalTimeout how long to wait for a person's approval of a design */
    public SoftwareTeam(ModelGateway gateway, Sandbox sandbox, Duration approvalTimeout) {
        this.gateway = gateway;
        this.sandbox = sandbox;
        this.approval = new PlanApproval(approvalTimeout);
    }

    @Override
    public Map<String, @Nullable Object> startDetails(Task task) {
        return gateway.startDetails(task.options());
    }

    @Override
    public WorkflowResult run(Run run) throws InterruptedException {
        TeamRun team = new TeamRun(run, gateway.forRun(run.task(), run.usedBefore()), sandbox, new Notes(run));
        try {
            return runAsRequested(team);
        } catch (BudgetSpent e) {
            // Read outside of a step: it is the last action of this run, and a resumed run must read the files again.
            String reason = String.valueOf(e.getMessage());
            return new WorkflowResult.Failed(
                    reason,
                    Conclusion.unfinished(
                            sandbox, reason, List.copyOf(team.files().keySet())));
        }
    }

    private WorkflowResult runAsRequested(TeamRun team) throws InterruptedException {
        Run run = team.run();
        // Journaled, so that a resumed run keeps the kind of its original request.
        RunRequest request = run.step("request", RunRequest.class, step -> {
            Optional<String> preamble = team.models().preamble(run.usedBefore());
            if (preamble.isPresent()) {
                step.emit(EventDraft.of(EventType.LOG, preamble.get()));
            }
            return run.request();
        });
        return switch (request.kind()) {
            case FRESH, RESUME -> build(team);
            case FOLLOW_UP -> new ChangeStage(team).followUp(request.input().getOrDefault("content", ""));
            case EDIT ->
                new ChangeStage(team)
                        .edit(
                                request.input().getOrDefault("file_path", ""),
                                request.input().getOrDefault("instruction", ""));
        };
    }

    private WorkflowResult build(TeamRun team) throws InterruptedException {
        PlanningStage.Plan plan = new PlanningStage(team, approval).plan();
        ProjectManifest manifest = new WritingStage(team, plan.prd(), plan.design()).write();
        return finish(
                team,
                manifest,
                ProgramInterface.of(plan.design()),
                "Built %s".formatted(plan.prd().title()));
    }

    /** Tests the project, or reports that nothing can be executed. */
    static WorkflowResult finish(TeamRun team, ProjectManifest manifest, ProgramInterface program, String done)
            throws InterruptedException {
        if (!team.sandbox().canExecute()) {
            return conclusion(team, manifest).untested(done);
        }
        DebuggingStage.Result result = new DebuggingStage(team, manifest, program).untilProven();
        return conclusion(team, manifest).tested(done, result);
    }

    /** The journaled result of the last step: the project's paths and the changed checks. */
    private record Left(List<String> paths, Map<String, CheckChange> changed) {
        Left {
            changed = CheckChange.inOrder(changed);
        }
    }

    static Conclusion conclusion(TeamRun team, ProjectManifest manifest) throws InterruptedException {
        Left left = team.run().step(team.attemptName("conclude"), Left.class, step -> {
            Map<String, String> files = team.files();
            return new Left(List.copyOf(files.keySet()), manifest.in(files).changedChecks());
        });
        return new Conclusion(team.sandbox(), manifest, left.paths(), left.changed());
    }
}
