package dev.mgx.server.api;

import dev.mgx.engine.SubmitResult;
import dev.mgx.server.http.Problem;
import dev.mgx.server.http.ProblemException;
import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.store.Store;
import dev.mgx.stream.BlockingCursor;
import dev.mgx.stream.EventFrame;
import dev.mgx.stream.Streams;
import dev.mgx.task.Event;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.VisualType;
import dev.mgx.workspace.ManifestFile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Edits one file by an instruction, or restores one. Handlers block until the change is journaled or the run is over. */
public final class EditRoutes {
    private static final String EDIT = "/api/tasks/{id}/edit";
    private static final String RESTORE = "/api/artifacts/{id}/{path…}/restore";

    /** The timeout of one wait for events; the run's deadline bounds the total. */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(15);

    private final Store store;
    private final Streams streams;
    private final RunStarts starts;
    private final Retries retries;

    public EditRoutes(Store store, Streams streams, RunStarts starts, Retries retries) {
        this.store = store;
        this.streams = streams;
        this.starts = starts;
        this.retries = retries;
    }

    public List<Route> routes() {
        return List.of(
                Route.of("POST", EDIT, request -> retries.once(request, EDIT, this::edit)),
                Route.of("POST", RESTORE, request -> retries.once(request, RESTORE, this::restore)));
    }

    /** The response to a successful edit. */
    private record Edited(
            boolean success,
            String message,
            String filePath,
            @Nullable Object oldVersion,
            @Nullable Object newVersion,
            @Nullable Object diff,
            @Nullable Object artifactId) {}

    private Response edit(Request request) throws InterruptedException {
        String path = editable(request.body().requiredText("file_path"));
        String instruction = request.body().requiredText("instruction");
        Long version = request.body().optionalWhole("version");
        return changed(
                request.taskId(),
                path,
                200,
                () -> version == null
                        ? RunRequest.edit(path, instruction)
                        : RunRequest.editOf(path, instruction, content(request.taskId(), path, version)));
    }

    private Response restore(Request request) throws InterruptedException {
        String path = editable(request.variable("path"));
        long version = request.body().whole("version");
        return changed(
                request.taskId(),
                path,
                201,
                () -> RunRequest.restore(path, Math.toIntExact(version), content(request.taskId(), path, version)));
    }

    private String content(String taskId, String path, long version) {
        return store.artifacts()
                .content(taskId, path, OptionalInt.of(Math.toIntExact(version)))
                .orElseThrow(() ->
                        new ProblemException(404, "Task %s has no file %s in that version".formatted(taskId, path)))
                .content();
    }

    /** @param request asked for once the file is known to be one that may be changed */
    private Response changed(String taskId, String path, int status, Supplier<RunRequest> request)
            throws InterruptedException {
        TaskState before = store.tasks().state(taskId).orElseThrow(() -> TaskRoutes.notFound(taskId));
        requireEditable(before, path);
        try (BlockingCursor cursor = BlockingCursor.open(streams, taskId, before.lastEventId())
                .orElseThrow(() -> TaskRoutes.notFound(taskId))) {
            return switch (starts.run(taskId, request.get())) {
                case SubmitResult.AlreadyRunning already -> throw busy(taskId);
                case SubmitResult.Accepted(int run) ->
                    await(cursor, new Change(taskId, path, run, before.run(), status));
            };
        }
    }

    private static String editable(String path) {
        if (path.equals(ManifestFile.PATH)) {
            throw ProblemException.invalid("file_path", "is maintained by the team; ask for the change in a message");
        }
        return path;
    }

    private void requireEditable(TaskState state, String path) {
        if (!state.status().terminal()) {
            throw busy(state.taskId());
        }
        Set<String> files = store.artifacts().files(state.taskId()).stream()
                .map(file -> file.filePath())
                .collect(Collectors.toSet());
        if (!files.contains(path)) {
            throw new ProblemException(404, "Task %s has no file %s".formatted(state.taskId(), path));
        }
        if (!files.contains(ManifestFile.PATH)) {
            throw new ProblemException(
                    409,
                    "Task %s has no finished project to edit: its latest run did not complete one"
                            .formatted(state.taskId()));
        }
    }

    private static ProblemException busy(String taskId) {
        return new ProblemException(
                409, "Task %s is queued or running; edit it when it has finished".formatted(taskId));
    }

    private static Response await(BlockingCursor cursor, Change change) throws InterruptedException {
        while (!cursor.over()) {
            for (EventFrame event : cursor.next(POLL_INTERVAL)) {
                Optional<Response> answer = change.after(event);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        // the task was deleted: otherwise the run would have ended with its last event
        throw TaskRoutes.notFound(change.taskId);
    }

    /** Extracts the outcome of one edit from the events; ignores other runs. */
    private static final class Change {
        private final String taskId;
        private final String path;
        private final int run;
        private final int status;
        private int runOfEvent;

        /**
         * @param runBefore the run of the event before the first one examined
         * @param status of the answer to what succeeded
         */
        Change(String taskId, String path, int run, int runBefore, int status) {
            this.taskId = taskId;
            this.path = path;
            this.run = run;
            this.status = status;
            runOfEvent = runBefore;
        }

        /** The answer, once this event gives it. */
        Optional<Response> after(EventFrame recorded) {
            if (recorded.type() == EventType.TASK_START) {
                runOfEvent++;
            }
            if (runOfEvent != run) {
                return Optional.empty();
            }
            Event event = recorded.event();
            if (recorded.type().endsRun()) {
                return Optional.of(failed(recorded.type(), event.message()));
            }
            return event.visualType() == VisualType.DIFF && path.equals(event.filePath())
                    ? Optional.of(done(event))
                    : Optional.empty();
        }

        private Response done(Event event) {
            Map<String, @Nullable Object> payload = event.payload();
            return Response.json(
                    status,
                    new Edited(
                            true,
                            event.message(),
                            path,
                            payload.get("old_version"),
                            payload.get("version"),
                            event.codeDiff(),
                            payload.get("artifact_id")));
        }

        /** 409 if a person stopped the run, 502 if the team failed. */
        private Response failed(EventType end, String reason) {
            Map<String, Object> more = new LinkedHashMap<>();
            more.put("success", false);
            more.put("message", reason);
            more.put("file_path", path);
            String detail = "%s was not changed: %s".formatted(path, reason);
            return Problem.of(end == EventType.TASK_CANCELLED ? 409 : 502, detail)
                    .reply(more);
        }
    }
}
