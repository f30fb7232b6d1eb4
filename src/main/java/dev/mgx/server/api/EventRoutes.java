package dev.mgx.server.api;

import dev.mgx.projection.TaskMetrics;
import dev.mgx.projection.TaskTrace;
import dev.mgx.projection.Timeline;
import dev.mgx.server.http.ClientVersion;
import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.server.sse.EventStream;
import dev.mgx.server.sse.FeedStream;
import dev.mgx.store.Store;
import dev.mgx.store.journal.Journal;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.task.Page;
import dev.mgx.stream.FeedCursor;
import dev.mgx.stream.Streams;
import dev.mgx.task.EventType;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** The routes for events, timeline, metrics and trace. Handlers block. */
public final class EventRoutes {
    /** The bulk of a long task's events; metrics and trace need none of them. */
    private static final Set<EventType> FREQUENT = Set.of(EventType.MESSAGE_DELTA, EventType.EXECUTION_STREAM);

    /** One JSON document a line. */
    private static final String LINES = "application/x-ndjson";

    private final Store store;
    private final Journal journal;
    private final Streams streams;

    public EventRoutes(Store store, Streams streams) {
        this.store = store;
        this.streams = streams;
        journal = store.journal();
    }

    public List<Route> routes() {
        return List.of(
                Route.heavy("GET", "/api/tasks/{id}/events", this::events),
                Route.of("GET", "/api/tasks/{id}/events/stream", this::stream),
                Route.of("GET", "/api/events/stream", this::feed),
                Route.heavy("GET", "/api/tasks/{id}/timeline", this::timeline),
                Route.heavy("GET", "/api/tasks/{id}/metrics", this::metrics),
                Route.heavy("GET", "/api/tasks/{id}/trace", this::trace));
    }

    private Response events(Request request) {
        long since = request.query().whole("since_event_id");
        Long limit = request.query().optionalWhole("limit");
        int most = limit == null ? Integer.MAX_VALUE : Math.toIntExact(limit);
        Set<EventType> without = new HashSet<>(ClientVersion.of(request.query()).without());
        String type = request.query().text("event_type");
        if (type != null) {
            without.addAll(EnumSet.complementOf(EnumSet.of(EventType.valueOf(type))));
        }
        long last = last(request);
        EventPages.Part part = new EventPages.Part(since, last, most, without);
        return request.accept().lists(LINES) && !request.accept().lists("application/json")
                ? Response.of(200, LINES, EventPages.lines(journal, request.taskId(), part))
                : Response.of(200, "application/json", EventPages.document(journal, request.taskId(), part));
    }

    private Response stream(Request request) {
        long asked = request.query().whole("since_event_id");
        long since = Objects.requireNonNullElse(request.headers().optionalWhole("Last-Event-ID"), asked);
        ClientVersion version = ClientVersion.of(request.query());
        JournalHead head = head(request);
        if (head.over() && since >= head.lastEventId()) {
            return Response.empty(204); // tells an EventSource not to reconnect
        }
        EventStream.Form form =
                new EventStream.Form(version.without(), request.query().flag("names"), greeting(head.state()));
        EventStream stream = EventStream.open(streams, request.taskId(), since, form)
                .orElseThrow(() -> TaskRoutes.notFound(request.taskId()));
        return stream(stream);
    }

    private Response feed(Request request) {
        Long asked = request.query().optionalWhole("since");
        Long last = request.headers().optionalWhole("Last-Event-ID");
        Long since = last == null ? asked : last;
        Long seconds = request.query().optionalWhole("wait");
        FeedStream.Form form = new FeedStream.Form(
                request.query().flag("names"), seconds == null ? null : Duration.ofSeconds(seconds));
        FeedCursor cursor = streams.openFeed(since == null ? OptionalLong.empty() : OptionalLong.of(since));
        return stream(new FeedStream(cursor, form, journal.now()));
    }

    private static Response stream(Response.Body.Pieces pieces) {
        return Response.of(200, "text/event-stream", pieces)
                // Proxies send each event on at once, and compress none, which would gather several.
                .with("X-Accel-Buffering", "no")
                .with("Cache-Control", "no-store, no-transform");
    }

    private static String greeting(TaskState state) {
        boolean isNew = state.run() == 0 && state.queuePosition() == null;
        return isNew
                ? "this task has not been started, and a stream starts none: POST /api/tasks/%s/run"
                        .formatted(state.taskId())
                : "connected";
    }

    private Response timeline(Request request) {
        int limit = request.query().wholeInt("limit");
        int offset = request.query().wholeInt("offset");
        long last = last(request);
        Page<RecordedEvent> page = journal.page(request.taskId(), last, Timeline.LEFT_OUT, offset, limit);
        return Response.json(200, Timeline.of(page, limit, offset));
    }

    private Response metrics(Request request) throws InterruptedException {
        long last = last(request);
        TaskMetrics metrics = new TaskMetrics(request.taskId());
        EventPages.forEach(journal, request.taskId(), last, FREQUENT, metrics::add);
        int artifacts = store.artifacts().files(request.taskId()).size();
        return Response.json(200, metrics.document(last, artifacts));
    }

    private Response trace(Request request) throws InterruptedException {
        Task task = store.tasks().find(request.taskId()).orElseThrow(() -> TaskRoutes.notFound(request.taskId()));
        long last = last(request);
        TaskTrace trace = new TaskTrace();
        EventPages.forEach(journal, task.id(), last, TaskTrace.LEFT_OUT, trace::add);
        return Response.json(200, trace.document(task, store.artifacts().files(task.id())));
    }

    /** The task's last event ID now; later events are not part of the response. */
    private long last(Request request) {
        return head(request).lastEventId();
    }

    private JournalHead head(Request request) {
        return journal.head(request.taskId()).orElseThrow(() -> TaskRoutes.notFound(request.taskId()));
    }
}
