package dev.mgx.team.source;

import dev.mgx.engine.Run;
import dev.mgx.engine.Step;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.repository.Source;
import dev.mgx.repository.fetch.FetchRefused;
import dev.mgx.repository.fetch.FetchedRepository;
import dev.mgx.repository.fetch.RepositoryFetcher;
import dev.mgx.store.source.TaskSource;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.GitHosts;
import dev.mgx.task.SourceUrl;
import dev.mgx.task.Task;
import dev.mgx.workspace.SourceFiles;
import dev.mgx.workspace.UnusableArchive;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has the team work on a repository that is named by its address: the first run fetches it, and keeps its files as if somebody had
 * uploaded them; every run after it takes those. Shared by all runs; thread-safe.
 *
 * @param team that works on it, and on everything else
 * @param hosts from where something may be fetched
 */
public record FetchingWorkflow(Workflow team, RepositoryFetcher fetcher, GitHosts hosts) implements Workflow {
    /** As much of a commit's ID as is shown. */
    private static final int COMMIT_LENGTH = 7;

    private static final int MOST_TOLD = 20;

    /** The journaled result. */
    private record Fetched(@Nullable String commit, int files) {}

    @Override
    public Map<String, @Nullable Object> startDetails(Task task) {
        return team.startDetails(task);
    }

    @Override
    public WorkflowResult run(Run run) throws InterruptedException {
        Optional<SourceUrl> source = run.task().options().fetchedFrom();
        if (source.isPresent()) {
            var _ = run.step("fetch", Fetched.class, step -> fetched(run, step, source.get()));
        }
        return team.run(run);
    }

    private Fetched fetched(Run run, Step step, SourceUrl source) throws InterruptedException {
        Optional<TaskSource> there = run.source();
        TaskSource kept = there.isPresent() ? there.get() : fetch(run, step, source);
        return new Fetched(kept.commit(), kept.files());
    }

    private TaskSource fetch(Run run, Step step, SourceUrl source) throws InterruptedException {
        hosts.refusal(source).ifPresent(why -> {
            throw new StepFailed(ErrorType.INTERNAL, "The source of the task " + why);
        });
        step.emit(EventDraft.of(
                EventType.LOG,
                "Fetching %s at %s".formatted(source.repository(), source.ref().isEmpty() ? "HEAD" : source.ref())));
        try {
            FetchedRepository fetched =
                    fetcher.fetch(source.repository(), source.ref(), hosts::allows, step.timeLeft());
            Source read = fetched.source();
            SourceFiles taken = SourceFiles.of(read.files(), read.notes());
            TaskSource kept = run.keepSource(read.commit(), taken.leftOut(), taken.files());
            tell(step, fetched, taken);
            return kept;
        } catch (FetchRefused e) {
            throw new StepFailed(
                    e.isLate() ? ErrorType.DEADLINE : ErrorType.INTERNAL, String.valueOf(e.getMessage()), e);
        } catch (UnusableArchive e) {
            throw new StepFailed(ErrorType.INTERNAL, e.sentence(), e);
        }
    }

    private static void tell(Step step, FetchedRepository fetched, SourceFiles taken) {
        int files = taken.contents().size();
        step.conclude(EventDraft.of(
                EventType.LOG,
                "%,d %s of %s at commit %s"
                        .formatted(
                                files,
                                files == 1 ? "file" : "files",
                                fetched.title(),
                                fetched.source().commit().substring(0, COMMIT_LENGTH))));
        List<String> leftOut = taken.leftOut();
        leftOut.stream().limit(MOST_TOLD).forEach(each -> step.conclude(EventDraft.of(EventType.LOG, each)));
        if (leftOut.size() > MOST_TOLD) {
            step.conclude(EventDraft.of(
                    EventType.LOG,
                    "%,d more are left out; GET …/source names them".formatted(leftOut.size() - MOST_TOLD)));
        }
    }
}
