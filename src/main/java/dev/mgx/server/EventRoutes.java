package dev.mgx.server;

import dev.mgx.store.EncodedEvent;
import dev.mgx.store.Journal;
import dev.mgx.store.Page;
import dev.mgx.store.Standing;
import dev.mgx.store.Store;
import dev.mgx.stream.Streams;
import dev.mgx.task.EventType;
import dev.mgx.task.Task;
import java.util.List;
import java.util.Set;

/** What happened in tasks. Its handlers block. */
final class EventRoutes {
    private static final int MAX_TIMELINE = 500;

    /** Most of the events of a long task; what somebody else sums up is in none of them. */
    private static final Set<EventType> FREQUENT = Set.of(EventType.MESSAGE_DELTA, EventType.EXECUTION_STREAM);

    private final Store store;
    private final Journal journal;
    private final Streams streams;

    EventRoutes(Store store, Streams streams) {
        this.store = store;
        this.streams = streams;
        journal = store.journal();
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/tasks/{id}/events", this::events),
                Route.of("GET", "/api/tasks/{id}/events/stream", this::stream),
                Route.of("GET", "/api/tasks/{id}/timeline", this::timeline),
                Route.of("GET", "/api/tasks/{id}/metrics", this::metrics),
                Route.of("GET", "/api/tasks/{id}/trace", this::trace));
    }

    private Response events(Request request) {
        long since = request.query().whole("since_event_id", 0L, 0, Long.MAX_VALUE);
        int limit = request.query().whole("limit", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        Set<EventType> without = ClientVersion.of(request.query()).without();
        long last = last(request);
        return Response.of(
                200,
                "application/json",
                EventPages.document(journal, request.taskId(), new EventPages.Part(since, last, limit, without)));
    }

    private Response stream(Request request) {
        long asked = request.query().whole("since_event_id", 0L, 0, Long.MAX_VALUE);
        long since = request.headers().whole("Last-Event-ID", asked, 0, Long.MAX_VALUE);
        ClientVersion version = ClientVersion.of(request.query());
        Standing standing = standing(request);
        if (standing.over() && since >= standing.lastEventId()) {
            return Response.empty(204); // tells an EventSource not to come back
        }
        EventStream stream = EventStream.open(streams, request.taskId(), since, version.without())
                .orElseThrow(() -> TaskRoutes.notFound(request.taskId()));
        return Response.of(200, "text/event-stream", stream);
    }

    private Response timeline(Request request) {
        int limit = request.query().whole("limit", 50, 1, MAX_TIMELINE);
        int offset = request.query().whole("offset", 0, 0, Integer.MAX_VALUE);
        long last = last(request);
        Page<EncodedEvent> page = journal.page(request.taskId(), last, Timeline.LEFT_OUT, offset, limit);
        return Response.json(200, Timeline.of(page, limit, offset));
    }

    private Response metrics(Request request) {
        long last = last(request);
        TaskMetrics metrics = new TaskMetrics(request.taskId());
        EventPages.forEach(journal, request.taskId(), last, FREQUENT, metrics::add);
        int artifacts = store.artifacts().files(request.taskId()).size();
        return Response.json(200, metrics.document(last, artifacts));
    }

    private Response trace(Request request) {
        Task task = store.tasks().find(request.taskId()).orElseThrow(() -> TaskRoutes.notFound(request.taskId()));
        long last = last(request);
        TaskTrace trace = new TaskTrace();
        EventPages.forEach(journal, task.id(), last, FREQUENT, trace::add);
        return Response.json(200, trace.document(task, store.artifacts().files(task.id())));
    }

    /** The number of the task's last event now: what comes later is not part of the answer. */
    private long last(Request request) {
        return standing(request).lastEventId();
    }

    private Standing standing(Request request) {
        return journal.standing(request.taskId()).orElseThrow(() -> TaskRoutes.notFound(request.taskId()));
    }
}
