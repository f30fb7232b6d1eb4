package dev.mgx.server.api;

import dev.mgx.server.http.HttpLimits;
import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import dev.mgx.store.Store;
import dev.mgx.store.source.SourceStored;
import dev.mgx.store.source.TaskSources;
import dev.mgx.workspace.SourceArchive;
import dev.mgx.workspace.UnusableArchive;
import java.util.List;
import java.util.Objects;

/** Takes and shows the existing projects that tasks change. Handlers block. */
public final class SourceRoutes {
    private final Store store;
    private final TaskSources sources;
    private final HttpLimits.Uploads limits;

    public SourceRoutes(Store store, HttpLimits.Uploads limits) {
        this.store = store;
        sources = store.sources();
        this.limits = limits;
    }

    public List<Route> routes() {
        return List.of(
                Route.of("PUT", "/api/tasks/{id}/source", this::put),
                Route.of("GET", "/api/tasks/{id}/source", this::get));
    }

    private Response put(Request request) {
        String taskId = request.taskId();
        sources.refusal(taskId).ifPresent(refused -> answer(taskId, refused));
        try (SourceArchive archive =
                SourceArchive.open(Objects.requireNonNull(request.upload()), limits.maxBytes(), limits.maxFiles())) {
            String commit = request.query().text("commit");
            return answer(taskId, sources.replace(taskId, commit, archive.leftOut(), archive.files()));
        } catch (UnusableArchive e) {
            throw new ProblemException(
                    e.isTooLarge() ? ProblemType.SOURCE_TOO_LARGE : ProblemType.SOURCE_UNUSABLE, e.sentence());
        }
    }

    private static Response answer(String taskId, SourceStored stored) {
        return switch (stored) {
            case SourceStored.Kept kept -> Response.json(200, kept.source());
            case SourceStored.UnknownTask unknown -> throw TaskRoutes.notFound(taskId);
            case SourceStored.NotWanted not ->
                throw new ProblemException(
                        ProblemType.SOURCE_NOT_WANTED,
                        "Task %s changes no existing project: create one with the option source \"upload\""
                                .formatted(taskId));
            case SourceStored.TooLate late ->
                throw new ProblemException(
                        ProblemType.SOURCE_TOO_LATE,
                        "Task %s has been started; its existing project can no longer be replaced".formatted(taskId));
        };
    }

    private Response get(Request request) {
        String taskId = request.taskId();
        if (store.journal().head(taskId).isEmpty()) {
            throw TaskRoutes.notFound(taskId);
        }
        return EntityTag.of(
                request,
                Response.json(
                        200,
                        sources.find(taskId)
                                .orElseThrow(() -> new ProblemException(
                                        ProblemType.SOURCE_NOT_FOUND,
                                        "Task %s has no existing project".formatted(taskId)))));
    }
}
