package dev.mgx.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.server.Served;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are accepted or rejected before routing, and the messages. */
@Timeout(60)
class RequestCheckTest {
    @TempDir
    static Path folder;

    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = new Served(folder, run -> Served.done("Built"));
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"input_prompt\":\"x\",\"title\":null,\"options\":null}",
                "{\"input_prompt\":\"x\",\"options\":{\"model\":null,\"max_cost_usd\":1e-300}}",
                "{\"input_prompt\":\"x\",\"options\":{\"max_tokens\":1e3,\"max_duration_seconds\":60.0}}"
            })
    void takesWhatIsLeftOpenAsNullAndWholeNumbersHoweverTheyAreWritten(String body) throws Exception {
        HttpResponse<String> answer = served.send("POST", "/api/tasks", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    @Test
    void saysOnceWhatIsWrongAndNothingOfTheParser() throws Exception {
        assertThat(detail("{\"input_prompt\":\" \"}")).isEqualTo("input_prompt must not be blank");
        assertThat(detail("{\"input_prompt\":\n\"x"))
                .isEqualTo("body cannot be read as JSON: it ends before it is complete, at line 2, column 3");
        assertThat(detail("{\"input_prompt\" \"x\"}"))
                .isEqualTo("body cannot be read as JSON: it is not well formed, at line 1, column 17");
    }

    private static String detail(String body) throws Exception {
        Map<String, @Nullable Object> problem =
                Json.readMap(served.send("POST", "/api/tasks", body).body());
        assertThat((List<?>) problem.get("errors")).hasSize(1);
        return String.valueOf(problem.get("detail"));
    }

    @Test
    void namesTheMethodsOfThePathItselfAndNotOfOneWithVariables() throws Exception {
        assertThat(served.send("OPTIONS", "/api/tasks/active", null).headers().firstValue("Allow"))
                .hasValue("GET");
        assertThat(served.send("OPTIONS", "/api/tasks/nobody", null).headers().firstValue("Allow"))
                .hasValue("DELETE, GET, PATCH");
    }
}
