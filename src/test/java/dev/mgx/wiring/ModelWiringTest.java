package dev.mgx.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.config.BadSetting;
import dev.mgx.config.Settings;
import dev.mgx.config.SettingsFile;
import dev.mgx.engine.Recovery;
import dev.mgx.llm.provider.stub.Behaviour;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.TaskOptions;
import dev.mgx.testing.CapturedLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The choice of models by the settings; and keys that must not appear anywhere. */
@Timeout(60)
class ModelWiringTest {
    private static final List<String> PATHS = List.of(
            "/",
            "/metrics",
            "/health",
            "/openapi.json",
            "/api/tasks",
            "/api/tasks/{id}",
            "/api/tasks/{id}/state",
            "/api/tasks/{id}/events",
            "/api/tasks/{id}/timeline",
            "/api/tasks/{id}/metrics",
            "/api/tasks/{id}/trace");

    @TempDir
    private Path folder;

    private ModelWiring.Chosen chosen(Map<String, String> environment) throws InterruptedException {
        return new ModelWiring(settings(environment), Clock.systemUTC()).choose();
    }

    private Settings settings(Map<String, String> environment) {
        return Settings.read(Map.of(), environment, SettingsFile.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_API_KEY, api.openai.com",
        "ANTHROPIC_API_KEY, api.anthropic.com",
        "GEMINI_API_KEY, generativelanguage.googleapis.com",
        "TOGETHER_API_KEY, api.together.xyz"
    })
    void aKeyChoosesItsProvider(String setting, String host) throws Exception {
        ModelWiring.Chosen chosen = chosen(Map.of(setting, "sk-test"));
        assertThat(chosen.description()).contains(host).doesNotContain("sk-test");
        assertThat(chosen.source().usual().simulated()).isFalse();
        chosen.closing().close();
    }

    @Test
    void aBaseUrlAloneUsesTheFirstModelListedThere() throws Exception {
        try (StubServer stub = StubServer.start("").models("llama-small", "other")) {
            ModelWiring.Chosen chosen = chosen(Map.of("MGX_LLM_BASE_URL", stub.address() + "/v1"));
            assertThat(chosen.source().usual().name()).isEqualTo("llama-small");
            chosen.closing().close();
        }
    }

    @Test
    void aModelThatOnlyEmbedsOrRanksIsNotChosen() throws Exception {
        try (StubServer stub = StubServer.start("")
                .models("text-embedding-nomic-embed-text-v1.5", "BAAI/bge-reranker-v2-m3", "whisper-1", "qwen-coder")) {
            ModelWiring.Chosen chosen = chosen(Map.of("MGX_LLM_BASE_URL", stub.address() + "/v1"));
            assertThat(chosen.source().usual().name()).isEqualTo("qwen-coder");
            chosen.closing().close();
        }
    }

    @Test
    void aServerThatIsLoadingItsModelIsWaitedForAndThatIsSaidOnce() throws Exception {
        try (StubServer stub = StubServer.start("").models("slow-to-come").loads(2);
                CapturedLog log = new CapturedLog()) {
            ModelWiring.Chosen chosen = chosen(Map.of("MGX_LLM_BASE_URL", stub.address() + "/v1"));
            assertThat(chosen.source().usual().name()).isEqualTo("slow-to-come");
            assertThat(stub.ledger().others()).hasSize(3);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("is still loading its model; waiting for it"))
                    .hasSize(1);
            chosen.closing().close();
        }
    }

    @Test
    void theOldNameOfTheSimulatedModelOverridesAKey() throws Exception {
        assertThat(chosen(Map.of("MGX_TEST_MODE", "true", "OPENAI_API_KEY", "k"))
                        .description())
                .startsWith("simulated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MGX_LLM=openai|MGX_LLM is 'openai', but OPENAI_API_KEY is not set",
                "MGX_LLM=replay|MGX_LLM is 'replay', but MGX_LLM_RECORD does not say which file to play back",
                "MGX_LLM=gemini;GEMINI_API_KEY=k;MGX_TEST_MODE=true|MGX_TEST_MODE=true is the simulated model, but MGX_LLM is 'gemini'; set one of them",
                "MGX_LLM_BASE_URL=http://127.0.0.1:1/v1|MGX_MODEL names no model, and none can be asked for: No connection to the server at http://127.0.0.1:1/v1: connection refused"
            })
    void reportsContradictorySettingsInASentence(String settings, String sentence) {
        Map<String, String> environment = new HashMap<>();
        Stream.of(settings.split(";", -1))
                .map(each -> each.split("=", 2))
                .forEach(each -> environment.put(each[0], each[1]));
        assertThatThrownBy(() -> chosen(environment))
                .isInstanceOf(BadSetting.class)
                .hasMessage(sentence);
    }

    @Test
    void anInvalidKeyIsNotShown() {
        assertThatThrownBy(() -> settings(Map.of("OPENAI_API_KEY", "sk-secret with a space")))
                .hasMessageContaining("OPENAI_API_KEY")
                .message()
                .doesNotContain("secret");
    }

    /** The server fails the second call and then echoes the key; the whole run is recorded and logged. */
    @Test
    void theKeyIsInNoFileNoResponseAndNoLogLine() throws Exception {
        String key = "sk-0123456789abcdefghij-right-key";
        try (StubServer stub = StubServer.start(key)
                        .next(Behaviour.WELL, Behaviour.SERVER_ERROR)
                        .always(Behaviour.REFUSES_KEY);
                CapturedLog log = new CapturedLog()) {
            Map<String, String> environment = Map.of(
                    "MGX_DATA_DIR",
                    folder.resolve("data").toString(),
                    "MGX_PORT",
                    "0",
                    "MGX_LLM",
                    "openai",
                    "MGX_MODEL",
                    "stub-model",
                    "MGX_LLM_BASE_URL",
                    stub.address() + "/v1",
                    "MGX_LLM_RECORD",
                    folder.resolve("calls.jsonl").toString(),
                    "OPENAI_API_KEY",
                    key);
            try (Wiring wiring = Wiring.start(settings(environment), Recovery.RESUME, CommitProbe.NONE);
                    HttpClient http = HttpClient.newHttpClient()) {
                String id = wiring.store()
                        .tasks()
                        .create(null, "A todo list", TaskOptions.DEFAULT)
                        .id();
                post(http, wiring.address().resolve("/api/tasks/" + id + "/run"));
                String events = get(http, wiring.address().resolve("/api/tasks/" + id + "/events/stream"));
                assertThat(events)
                        .contains("does not accept the key in OPENAI_API_KEY", "TASK_ERROR")
                        .doesNotContain(key);
                for (String path : PATHS) {
                    URI uri = wiring.address().resolve(path.replace("{id}", id));
                    assertThat(get(http, uri)).as(path).isNotEmpty().doesNotContain(key);
                }
                assertThat(wiring.banner()).doesNotContain(key).contains("stub-model");
            }
            assertThat(stub.ledger().calls()).isNotEmpty();
            assertThat(filesWith(key)).isEmpty();
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(key));
        }
    }

    private List<Path> filesWith(String key) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSizeGreaterThan(1);
            List<Path> found = new ArrayList<>();
            for (Path file : all) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(key)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    private static void post(HttpClient http, URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(202);
    }

    private static String get(HttpClient http, URI uri) throws Exception {
        HttpResponse<String> response =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(uri.toString()).isEqualTo(200);
        return response.body();
    }
}
