package dev.mgx.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.task.AgentRole;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.Usage;
import dev.mgx.task.WaitingFor;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class JsonTest {
    private static final Instant TIME = Instant.parse("2026-01-01T12:00:00.5Z");

    record Names(List<String> given) {
        public boolean isEmpty() {
            return given.isEmpty();
        }
    }

    @Test
    void aMethodOfARecordIsNotAField() {
        Names written = new Names(List.of("a"));
        assertThat(written.isEmpty()).isFalse();

        assertThat(written.isEmpty()).isFalse();
        assertThat(Json.write(written)).isEqualTo("{\"given\":[\"a\"]}");
        assertThat(Json.read(Json.write(written), Names.class)).isEqualTo(written);
    }

    @Test
    void anUnknownFieldIsRefusedByName() {
        assertThatThrownBy(() -> Json.read("{\"max_cost\":1}", TaskOptions.class))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("max_cost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "1",
                "\"x\"",
                "{",
                "{}{}",
                "{} x",
                "{}]",
                "{\"model\":\"a\",\"model\":\"b\"}",
                "{'model':'a'}",
                "{model:1}",
                "{\"model\":\"a\",}",
                "{\"model\":\"a\"} // why",
                "\uFEFF\uFEFF{}"
            })
    void anythingButOneWellFormedObjectIsRefused(String text) {
        assertThatThrownBy(() -> Json.read(text, TaskOptions.class)).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Json.readMap(text)).isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"max_duration_seconds\":1.9}",
                "{\"max_duration_seconds\":\"5\"}",
                "{\"max_duration_seconds\":\"\"}",
                "{\"max_duration_seconds\":99999999999}",
                "{\"max_duration_seconds\":0}",
                "{\"max_tokens\":true}",
                "{\"require_plan_approval\":1}",
                "{\"require_plan_approval\":\"true\"}",
                "{\"model\":5}",
                "{\"max_cost_usd\":\"1\"}",
                "{\"max_cost_usd\":-0.01}",
                "{\"max_cost_usd\":NaN}",
                "{\"model\":{}}"
            })
    void aLimitOfTheWrongTypeIsRefused(String text) {
        assertThatThrownBy(() -> Json.read(text, TaskOptions.class)).isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                | it contains no JSON
            {                                 | it ends before it is complete, at line 1, column 2
            {"a":"x                           | it ends before it is complete, at line 1, column 8
            {"a" 1}                           | it is not well formed, at line 1, column 6
            {'a':1}                           | it is not well formed, at line 1, column 2
            {"a":1,"a":2}                     | "a" appears twice, at line 1, column 8
            {}{}                              | it has text after its end, at line 1, column 3
            []                                | it must be an object, at line 1, column 1
            null                              | it is null
            {"nobody":1}                      | "nobody" is not a field
            {"max_tokens":1.5}                | "max_tokens" must be a whole number from -9223372036854775808 to 9223372036854775807, at line 1, column 15
            {"max_cost_usd":"1"}              | "max_cost_usd" must be a number, at line 1, column 17
            {"model":5}                       | "model" must be a string, at line 1, column 10
            {"require_plan_approval":1}       | "require_plan_approval" must be true or false, at line 1, column 26
            {"max_tokens":0}                  | max_tokens must be at least 1, was 0
            """)
    void reportsTheErrorAndItsPositionInOneSentence(String text, String sentence) {
        assertThatThrownBy(() -> Json.read(text, TaskOptions.class)).hasMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":\n1e999999999999999}", "{\"a\":\n\u0001}", "{\"a\":\ntrux}", "[[\n\"", "7 8", "{\"a\":}"
            })
    void noMessageContainsTheParsersWordingOrTheInput(String text) {
        for (ThrowingCallable reading : List.<ThrowingCallable>of(
                () -> Json.readTree(text), () -> Json.readMap(text), () -> Json.read(text, RunRequest.class))) {
            assertThatThrownBy(reading)
                    .isInstanceOf(MalformedJson.class)
                    .message()
                    .doesNotContainPattern("(?i)source|redacted|token|java|mgx|trux|999|`");
        }
    }

    @Test
    void reportsTheMaximumDepthAndWhereItIsExceeded() {
        assertThatThrownBy(() -> Json.readTree("[".repeat(100)))
                .hasMessage("it nests more than 64 levels deep, or has a number or a name that is too long,"
                        + " at line 1, column 66");
        assertThatThrownBy(() -> Json.write(Map.of("a", nested(64)))).hasMessage("it nests more than 64 levels deep");
    }

    @Test
    void anEnumIsReadOnlyByItsWireName() {
        assertThat(Json.read("\"QaEngineer\"", AgentRole.class)).isEqualTo(AgentRole.QA_ENGINEER);
        assertThatThrownBy(() -> Json.read("\"QA_ENGINEER\"", AgentRole.class)).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Json.read("0", AgentRole.class)).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Json.read("\"\"", EventType.class)).isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void aDepthBombIsRefusedQuickly(String bracket) {
        String bomb = bracket.repeat(1_000_000);
        long begun = System.nanoTime();
        assertThatThrownBy(() -> Json.readTree(bomb)).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Json.readMap("{\"a\":" + bomb)).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Json.read("{\"input\":" + bomb, RunRequest.class))
                .isInstanceOf(MalformedJson.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void anythingWrittenCanBeReadAndDeeperNestingIsNotWritten() {
        assertThat(Json.readMap(Json.write(Map.of("a", nested(63))))).containsKey("a");
        assertThatThrownBy(() -> Json.write(Map.of("a", nested(64)))).isInstanceOf(MalformedJson.class);
    }

    private static Object nested(int depth) {
        Object value = "x";
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }

    @Test
    void aValueThatCannotBeWrittenIsRefused() {
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        assertThatThrownBy(() -> Json.write(itself)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void writesSnakeCaseIsoTimesAndWireNamesOnOneLine() {
        String json = Json.write(EventDraft.of(EventType.AGENT_START, "line\nbreak")
                .by(AgentRole.PRODUCT_MANAGER)
                .recorded("t", 1, TIME));
        assertThat(json)
                .doesNotContain("\n")
                .contains("\"event_id\":1", "\"timestamp\":\"2026-01-01T12:00:00.500Z\"")
                .contains("\"agent_role\":\"ProductManager\"", "\"parent_id\":null", "\"event_type\":\"AGENT_START\"");
    }

    @Test
    void everyRecordOfTheDomainRoundTrips() {
        Usage usage = new Usage(1, 2, new BigDecimal("0.10"), 3);
        TaskOptions options = new TaskOptions(
                5, new BigDecimal("1.50"), 7L, true, "gpt", null, "solo", TaskOptions.UPLOAD, "make test");
        RunRequest edit = RunRequest.edit("src/ä.java", "make it \"blue\"");
        WaitingFor waiting = new WaitingFor("approval", TIME, null);
        Event event = EventDraft.of(EventType.RESULT, "done")
                .with("list", List.of(1, "two", true))
                .with("nothing", null)
                .with("cost", new BigDecimal("0.10"))
                .diff("-a")
                .recorded("t", 9, TIME);
        TaskState state = TaskState.initial("t").queuedAt(3);
        assertThat(Json.read(Json.write(usage), Usage.class)).isEqualTo(usage);
        assertThat(Json.read(Json.write(options), TaskOptions.class)).isEqualTo(options);
        assertThat(Json.read(Json.write(edit), RunRequest.class)).isEqualTo(edit);
        assertThat(Json.read(Json.write(waiting), WaitingFor.class)).isEqualTo(waiting);
        assertThat(Json.read(Json.write(event), Event.class)).isEqualTo(event);
        assertThat(Json.read(Json.write(state), TaskState.class)).isEqualTo(state);
    }

    @Test
    void anyTextRoundTrips() {
        String text = "\u0000\u001f\"\\/ äöü ✓ 🙂 \u2028 </script>";
        assertThat(Json.readMap(Json.write(Map.of("text", text)))).containsEntry("text", text);
    }

    @Test
    void numbersKeepTheirValue() {
        String numbers = "{\"a\":0.1,\"b\":12345678901234567890.123456789,\"c\":9223372036854775807}";
        assertThat(Json.readMap(numbers))
                .containsEntry("a", new BigDecimal("0.1"))
                .containsEntry("b", new BigDecimal("12345678901234567890.123456789"))
                .containsEntry("c", Long.MAX_VALUE);
    }
}
