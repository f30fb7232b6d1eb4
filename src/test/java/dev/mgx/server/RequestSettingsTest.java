package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.config.Setting;
import dev.mgx.json.Json;
import dev.mgx.server.http.ApiDescription;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request sets no key, no address, no sandbox and no other setting of the server. */
@Timeout(60)
class RequestSettingsTest {
    /**
     * Every field of every request. A new one is added here after a look at what it can do: none may say where anything
     * is sent, with which key, or what generated code may do. The commands in checks run where generated code does, under
     * the same limits.
     */
    private static final Set<String> FIELDS = Set.of(
            "title",
            "input_prompt",
            "options",
            "options.max_duration_seconds",
            "options.max_cost_usd",
            "options.max_tokens",
            "options.require_plan_approval",
            "options.model",
            "options.package_approval",
            "options.team",
            "options.source",
            "options.test_command",
            "metadata",
            "run",
            "resume",
            "from",
            "file_path",
            "instruction",
            "content",
            "approved",
            "comment",
            "checks",
            "status",
            "result_summary",
            "version");

    @TempDir
    static Path folder;

    private static Served served;
    private static ApiDescription api;

    @BeforeAll
    static void serve() throws Exception {
        served = new Served(folder, run -> Served.done("Built"));
        api = ApiDescription.whole();
    }

    @AfterAll
    static void close() {
        served.close();
    }

    @Test
    void everyFieldOfARequestWasLookedAt() {
        Set<String> fields = DescribedOperation.all(api).stream()
                .flatMap(each -> each.fields().keySet().stream())
                .collect(Collectors.toSet());
        assertThat(fields).isEqualTo(FIELDS);
    }

    @ParameterizedTest
    @EnumSource
    void aSettingInARequestIsRefusedByItsName(Setting setting) throws Exception {
        for (String name : List.of(setting.name(), setting.name().toLowerCase(Locale.ROOT), setting.flag())) {
            assertRefused(name, Map.of("input_prompt", "Build it", name, "x"));
            if (!name.equals("model")) { // what a task may choose: see ModelNameTest
                assertRefused(name, Map.of("input_prompt", "Build it", "options", Map.of(name, "x")));
            }
        }
    }

    private static void assertRefused(String name, Map<String, Object> body) throws Exception {
        HttpResponse<String> response = served.send("POST", "/api/tasks", Json.write(body));
        assertThat(response.statusCode()).as(name).isEqualTo(422);
        assertThat(response.body()).contains(name);
    }
}
