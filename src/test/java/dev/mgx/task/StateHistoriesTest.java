package dev.mgx.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks the fold against {@code state-histories.json}, which the web page's fold is checked against as well
 * ({@code ui/tests/unit/state-histories.test.ts}). A step is an event, without null fields, or a queue position; its
 * {@code changes} are the fields of the state that differ from the state before.
 */
@Timeout(30)
class StateHistoriesTest {
    private static final String TASK = "t";
    private static final List<String> NULLABLE =
            List.of("agent_role", "parent_id", "file_path", "code_diff", "execution_result", "visual_type");

    record History(String name, JsonNode steps) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<History> histories() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(StateHistoriesTest.class.getResourceAsStream("state-histories.json"))) {
            return Json.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .valueStream()
                    .map(each -> new History(each.path("history").asString(""), each.path("steps")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("histories")
    void theFoldGivesTheStatesInTheFile(History history) {
        TaskState state = TaskState.initial(TASK);
        ObjectNode expected = tree(state);
        assertThat(history.steps()).isNotEmpty();
        for (JsonNode step : history.steps()) {
            ObjectNode changes = (ObjectNode) step.path("changes");
            if (step.has("event")) {
                Event event = event((ObjectNode) step.path("event"));
                state = state.apply(event);
                expected.setAll(changes);
                expected.put("last_event_id", event.eventId());
                assertThat(tree(state)).as("after event %d", event.eventId()).isEqualTo(canonical(expected));
            } else {
                ObjectNode queued = expected.deepCopy();
                queued.setAll(changes);
                int position = step.path("queue_position").intValue();
                assertThat(tree(state.queuedAt(position))).as("queued").isEqualTo(canonical(queued));
            }
        }
    }

    private static Event event(ObjectNode written) {
        ObjectNode event = written.deepCopy().put("task_id", TASK);
        NULLABLE.stream().filter(name -> !event.has(name)).forEach(event::putNull);
        return Json.read(event.toString(), Event.class);
    }

    private static ObjectNode tree(TaskState state) {
        return (ObjectNode) Json.readTree(Json.write(state));
    }

    /** The same with its numbers and times as the server writes them. */
    private static ObjectNode canonical(ObjectNode state) {
        return tree(Json.read(state.toString(), TaskState.class));
    }
}
