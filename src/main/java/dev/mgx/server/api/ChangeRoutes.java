package dev.mgx.server.api;

import dev.mgx.projection.BegunRuns;
import dev.mgx.projection.FileChange;
import dev.mgx.projection.GitPatch;
import dev.mgx.projection.ProjectChanges;
import dev.mgx.projection.ProjectCommits;
import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.store.Store;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.source.TaskSource;
import dev.mgx.task.TaskState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tasks made of the files that they were given: file by file, as a patch, and as a chain of commits. Handlers block. */
public final class ChangeRoutes {
    private final Store store;

    public ChangeRoutes(Store store) {
        this.store = store;
    }

    public List<Route> routes() {
        return List.of(
                Route.heavy("GET", "/api/tasks/{id}/changes", this::changes),
                Route.heavy("GET", "/api/tasks/{id}/patch", this::patch),
                Route.heavy("GET", "/api/tasks/{id}/commits", this::commits));
    }

    private Response changes(Request request) throws InterruptedException {
        JournalHead head = head(request);
        int run = latestRun(request, head);
        ProjectChanges.Subject subject =
                new ProjectChanges.Subject(request.taskId(), run, sourceCommit(request), baseline(head.state()));
        Object document = ProjectChanges.document(subject, changes(request, run));
        return EntityTag.of(request, Response.json(200, document));
    }

    private Response patch(Request request) throws InterruptedException {
        int run = latestRun(request, head(request));
        String patch = GitPatch.of(changes(request, run));
        return EntityTag.of(request, Response.of(200, "text/x-patch; charset=utf-8", new Response.Body.Whole(patch)));
    }

    private Response commits(Request request) throws InterruptedException {
        long last = head(request).lastEventId();
        ProjectCommits commits = new ProjectCommits(store.artifacts(), request.taskId());
        EventPages.forEach(store.journal(), request.taskId(), last, ProjectCommits.LEFT_OUT, commits::add);
        Object document = commits.document(sourceCommit(request));
        var _ = head(request); // a task that was deleted meanwhile has lost files
        return EntityTag.of(request, Response.json(200, document));
    }

    private List<FileChange> changes(Request request, int run) {
        List<FileChange> changes = FileChange.sinceSource(store.artifacts(), request.taskId(), run);
        var _ = head(request); // the same
        return changes;
    }

    private int latestRun(Request request, JournalHead head) throws InterruptedException {
        BegunRuns runs = new BegunRuns();
        EventPages.forEach(store.journal(), request.taskId(), head.lastEventId(), BegunRuns.LEFT_OUT, runs::add);
        return runs.latest();
    }

    /** The commit that a task's source was; null where it had none. */
    private @Nullable String sourceCommit(Request request) {
        return store.sources().find(request.taskId()).map(TaskSource::commit).orElse(null);
    }

    private static @Nullable Object baseline(TaskState state) {
        return Optional.ofNullable(state.finalResult())
                .map(result -> result.get("baseline"))
                .filter(Map.class::isInstance)
                .orElse(null);
    }

    private JournalHead head(Request request) {
        return store.journal().head(request.taskId()).orElseThrow(() -> TaskRoutes.notFound(request.taskId()));
    }
}
