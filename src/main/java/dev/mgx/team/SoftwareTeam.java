package dev.mgx.team;

import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.llm.gateway.ModelGateway;
import dev.mgx.packages.Packages;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.turn.BudgetSpent;
import dev.mgx.team.turn.Notes;
import dev.mgx.team.turn.TeamLimits;
import dev.mgx.team.turn.TeamRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The workflow in which a product manager, an architect, a tester, engineers and a debugger turn a requirement into a
 * program whose acceptance checks pass in the sandbox. Shared by all runs; thread-safe.
 */
public final class SoftwareTeam implements Workflow {
    private final ModelGateway gateway;
    private final Sandbox sandbox;
    private final Packages packages;
    private final TeamLimits limits;

    /** @param packages for programs that run in {@code sandbox} */
    public SoftwareTeam(ModelGateway gateway, Sandbox sandbox, Packages packages, TeamLimits limits) {
        this.gateway = gateway;
        this.sandbox = sandbox;
        this.packages = packages;
        this.limits = limits;
    }

    @Override
    public Map<String, @Nullable Object> startDetails(Task task) {
        return gateway.startDetails(task.options());
    }

    @Override
    public WorkflowResult run(Run run) throws InterruptedException {
        TeamRun team = new TeamRun(
                run,
                gateway.forRun(run.task(), run.usedBefore()),
                sandbox.forTask(run.task().id()),
                packages,
                new Notes(run),
                limits);
        try {
            return runAsRequested(team);
        } catch (BudgetSpent e) {
            // Read outside of a step: it is the last action of this run, and a resumed run must read the files again.
            String reason = String.valueOf(e.getMessage());
            return new WorkflowResult.Failed(
                    ErrorType.BUDGET,
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
        if (run.task().options().hasSource() && request.kind() != RunRequest.Kind.EDIT) {
            return new RepositoryStage(team, request.input().getOrDefault("content", "")).work();
        }
        return switch (request.kind()) {
            case FRESH, RESUME -> build(team);
            case FOLLOW_UP -> new ChangeStage(team).followUp(request.input().getOrDefault("content", ""));
            case EDIT -> new ChangeStage(team).edit(request);
        };
    }

    private WorkflowResult build(TeamRun team) throws InterruptedException {
        PlanningStage.Plan plan = new PlanningStage(team, new PlanApproval(limits.approvalTimeout())).plan();
        ProjectManifest manifest = isSolo(team) ? soloWork(team, plan) : new WritingStage(team, plan).write();
        return finish(
                team,
                manifest,
                team.requirementText(),
                "Built %s".formatted(plan.prd().title()));
    }

    /** Who acts and looks needs a place to act in. */
    private static boolean isSolo(TeamRun team) {
        return team.run().task().options().isSolo() && team.sandbox().canExecute();
    }

    /** What one engineer comes to alone; what is still wrong then is mended as with any program. */
    private static ProjectManifest soloWork(TeamRun team, PlanningStage.Plan plan) throws InterruptedException {
        ProjectManifest manifest =
                WritingStage.manifest(team, plan, "The checks stand; one engineer builds the program");
        new AgentStage(team, manifest, plan.design(), team.requirementText()).work();
        return manifest;
    }

    /** Tests the project, or reports that nothing can be executed or checked. */
    static WorkflowResult finish(TeamRun team, ProjectManifest manifest, RequirementText words, String done)
            throws InterruptedException {
        if (cannotBeTested(team, manifest)) {
            return untested(team, manifest, words, done);
        }
        DebuggingStage.Result result = new DebuggingStage(team, manifest, words).untilProven();
        return conclusion(team, manifest, words).tested(done, result);
    }

    static boolean cannotBeTested(TeamRun team, ProjectManifest manifest) {
        return !team.sandbox().canExecute() || manifest.checks().isEmpty();
    }

    static WorkflowResult untested(TeamRun team, ProjectManifest manifest, RequirementText words, String done)
            throws InterruptedException {
        if (!team.sandbox().canExecute()) {
            return conclusion(team, manifest, words).untested(done);
        }
        List<String> missing = missingPrograms(team, manifest);
        return conclusion(team, manifest, words).unchecked(done, missing);
    }

    /** What the project is started with and the sandbox does not have; its checks were dropped for that. */
    private static List<String> missingPrograms(TeamRun team, ProjectManifest manifest) throws InterruptedException {
        return team.run()
                .step(
                        team.attemptName("missing"),
                        Missing.class,
                        step -> new Missing(List.copyOf(Toolbox.of(team, step)
                                .missing(step, manifest.howToRun().lines()))))
                .programs();
    }

    /** The journaled result of looking for programs. */
    private record Missing(List<String> programs) {}

    /** The journaled result of the last step: the project's paths, and the checks as they are at the end. */
    private record Left(List<String> paths, ProjectManifest manifest) {}

    static Conclusion conclusion(TeamRun team, ProjectManifest manifest, RequirementText words)
            throws InterruptedException {
        Left left = team.run().step(team.attemptName("conclude"), Left.class, step -> {
            Map<String, String> files = team.files();
            return new Left(List.copyOf(files.keySet()), manifest.in(files));
        });
        return new Conclusion(
                team.sandbox(),
                left.manifest(),
                left.paths(),
                words,
                team.models().simulated());
    }
}
