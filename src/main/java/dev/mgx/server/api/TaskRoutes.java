package dev.mgx.server.api;

import dev.mgx.engine.Engine;
import dev.mgx.engine.TaskNotFound;
import dev.mgx.json.Json;
import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.task.Page;
import dev.mgx.store.task.TaskCursor;
import dev.mgx.store.task.TaskWithState;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates, lists, reads, changes and deletes tasks. Handlers block. */
public final class TaskRoutes {
    private static final String TASKS = "/api/tasks";

    private final Engine engine;
    private final RunStarts starts;
    private final Tasks tasks;
    private final Retries retries;
    private final Waits waits;

    public TaskRoutes(RunStarts starts, Tasks tasks, Retries retries, Waits waits) {
        engine = starts.engine();
        this.starts = starts;
        this.tasks = tasks;
        this.retries = retries;
        this.waits = waits;
    }

    public List<Route> routes() {
        return List.of(
                Route.of("POST", TASKS, this::create),
                Route.heavy("GET", TASKS, this::list),
                Route.of("GET", "/api/tasks/active", request -> Response.json(200, tasks.active())),
                Route.of("GET", "/api/tasks/{id}", request -> EntityTag.of(request, Response.json(200, find(request)))),
                Route.of("PATCH", "/api/tasks/{id}", this::change),
                Route.of("DELETE", "/api/tasks/{id}", this::delete),
                Route.of("GET", "/api/tasks/{id}/state", this::state));
    }

    private Response create(Request request) throws InterruptedException {
        Response created = retries.once(request, TASKS, this::createOnce);
        // A task that was not started stays as it is.
        return created.body() instanceof Response.Body.Whole(String task)
                        && request.body().flag("run")
                ? waits.withState(request, Json.readTree(task).path("id").asString(), created)
                : created;
    }

    private Response createOnce(Request request) throws InterruptedException {
        RequestBodies.NewTask requested = RequestBodies.newTask(request.body());
        Task task = tasks.create(requested.title(), requested.inputPrompt(), requested.options(), requested.metadata());
        if (request.body().flag("run")) {
            start(task);
        }
        Task now = tasks.find(task.id()).orElse(task);
        return Response.json(201, now).with("Location", request.base() + "/api/tasks/" + task.id());
    }

    /** Starts a new task; one that cannot be started is not left behind. */
    private void start(Task task) throws InterruptedException {
        try {
            var _ = starts.run(task.id(), RunRequest.FRESH);
        } catch (OutcomeUnknown e) {
            throw e; // it may be running
        } catch (RuntimeException e) {
            engine.delete(task.id());
            throw e;
        }
    }

    /** The JSON form of a page. */
    private record Listing(
            List<?> items,
            long total,
            int page,
            int pageSize,
            long totalPages,
            @Nullable String nextCursor) {
        /** @param last the last task on the page; null if there is none */
        static Listing of(Page<?> found, Tasks.Place place, @Nullable Task last) {
            long pages = Math.ceilDiv(found.total(), (long) place.pageSize());
            String next = last != null && found.items().size() == place.pageSize()
                    ? TaskCursor.at(last).toString()
                    : null;
            return new Listing(found.items(), found.total(), place.page(), place.pageSize(), pages, next);
        }
    }

    private Response list(Request request) {
        TaskListRequest requested = TaskListRequest.of(request.query());
        if (!requested.withStates()) {
            Page<Task> found = tasks.list(requested.filter(), requested.place());
            Task last = found.items().isEmpty() ? null : found.items().getLast();
            return EntityTag.of(request, Response.json(200, Listing.of(found, requested.place(), last)));
        }
        Page<TaskWithState> found = tasks.listWithStates(requested.filter(), requested.place());
        Task last = found.items().isEmpty() ? null : found.items().getLast().task();
        List<ListedTask> items = found.items().stream().map(ListedTask::of).toList();
        return EntityTag.of(
                request, Response.json(200, Listing.of(new Page<>(items, found.total()), requested.place(), last)));
    }

    private Response change(Request request) throws InterruptedException {
        RequestBodies.Changes changes = RequestBodies.changes(request.body());
        Task before = find(request);
        String status = changes.status();
        if (status != null && !status.equals(before.status().name())) {
            changeStatus(before, status);
        }
        Map<String, String> metadata = changes.metadata();
        if (metadata != null) {
            tasks.replaceMetadata(before.id(), metadata);
        }
        Task after = tasks.describe(before.id(), changes.title(), changes.resultSummary())
                .orElseThrow(() -> notFound(before.id()));
        return Response.json(200, after);
    }

    private void changeStatus(Task task, String status) throws InterruptedException {
        if (!status.equals(TaskStatus.CANCELLED.name())) {
            throw new ProblemException(
                    ProblemType.STATUS_NOT_SETTABLE,
                    "Task %s is %s; only its runs make it %s".formatted(task.id(), task.status(), status));
        }
        engine.stop(task.id());
    }

    private Response delete(Request request) throws InterruptedException {
        engine.delete(request.taskId());
        return Response.empty(204);
    }

    private Response state(Request request) throws InterruptedException {
        return EntityTag.of(request, Response.json(200, waits.state(request)));
    }

    private Task find(Request request) {
        return tasks.find(request.taskId()).orElseThrow(() -> notFound(request.taskId()));
    }

    /** The same message as {@link TaskNotFound}. */
    static ProblemException notFound(String taskId) {
        return new ProblemException(ProblemType.TASK_NOT_FOUND, "Task %s not found".formatted(taskId));
    }
}
