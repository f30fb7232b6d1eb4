package dev.mgx.server.api;

import dev.mgx.json.Json;
import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.store.task.Tasks;
import dev.mgx.stream.BlockingCursor;
import dev.mgx.stream.Streams;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Waits for tasks where requests ask for it, with {@code ?wait=} or {@code Prefer: wait=}: until the task is over or
 * needs a person, or the time has passed. Thread-safe.
 */
public final class Waits {
    private static final long MAX_SECONDS = 600;

    /** RFC 7240, 4.3. */
    private static final Pattern PREFERENCE =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?([0-9]{1,9})", Pattern.CASE_INSENSITIVE);

    /** Events that end no wait, and of which there are many. */
    private static final Set<EventType> FREQUENT = Set.of(EventType.MESSAGE_DELTA, EventType.EXECUTION_STREAM);

    private final Tasks tasks;
    private final Streams streams;

    public Waits(Tasks tasks, Streams streams) {
        this.tasks = tasks;
        this.streams = streams;
    }

    /** How long the request asks to wait; null where it does not. */
    private static @Nullable Duration wanted(Request request) {
        Long seconds = request.query().optionalWhole("wait");
        String preferences = request.headers().text("Prefer");
        if (seconds == null && preferences != null) {
            Matcher preference = PREFERENCE.matcher(preferences);
            seconds = preference.find() ? Math.min(Long.parseLong(preference.group(1)), MAX_SECONDS) : null;
        }
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    /** The state of the request's task, after the wait that it asks for. Blocks. */
    TaskState state(Request request) throws InterruptedException {
        Duration atMost = wanted(request);
        return await(request.taskId(), atMost == null ? Duration.ZERO : atMost);
    }

    /** A response to a request that asks to wait has the field {@code state}; another is as it was. Blocks. */
    Response withState(Request request, String taskId, Response response) throws InterruptedException {
        Duration atMost = wanted(request);
        if (atMost == null || !(response.body() instanceof Response.Body.Whole(String body))) {
            return response;
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>(Json.readMap(body));
        answer.put("state", await(taskId, atMost));
        return new Response(response.status(), response.headers(), new Response.Body.Whole(Json.write(answer)));
    }

    private TaskState await(String taskId, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        TaskState state = state(taskId);
        try (BlockingCursor cursor = BlockingCursor.open(streams, taskId, state.lastEventId(), FREQUENT)
                .orElseThrow(() -> TaskRoutes.notFound(taskId))) {
            while (!isSettled(state) && !cursor.over() && System.nanoTime() < deadline) {
                var _ = cursor.next(Duration.ofNanos(deadline - System.nanoTime()));
                state = state(taskId);
            }
        }
        return state;
    }

    private TaskState state(String taskId) {
        return tasks.state(taskId).orElseThrow(() -> TaskRoutes.notFound(taskId));
    }

    /** Whether it stays as it is for now: it is over, or waits for a person. */
    private static boolean isSettled(TaskState state) {
        return state.status().terminal() || state.needsPerson();
    }
}
