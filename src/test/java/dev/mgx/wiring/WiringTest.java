package dev.mgx.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.config.SettingsFile;
import dev.mgx.engine.EngineLimits;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.gateway.CallDeadlines;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.http.HttpLimits;
import dev.mgx.server.intake.IntakeLimits;
import dev.mgx.server.origin.OriginPolicy;
import dev.mgx.server.ws.WebSocketLimits;
import dev.mgx.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class WiringTest {
    @TempDir
    Path folder;

    private Settings read(Map<String, String> flags) {
        return Settings.read(flags, Map.of(), SettingsFile.NONE);
    }

    @Test
    void withoutSettingsTheLimitsAreTheDefaults() {
        Settings none = read(Map.of());
        ServerOptions server = Wiring.options(none, System::nanoTime);
        assertThat(server.http()).isEqualTo(HttpLimits.DEFAULT);
        assertThat(server.webSocket()).isEqualTo(WebSocketLimits.DEFAULT);
        assertThat(server.intake()).isEqualTo(IntakeLimits.DEFAULT);
        assertThat(Wiring.limits(none)).isEqualTo(EngineLimits.DEFAULT);
        assertThat(Wiring.sandboxLimits(none)).isEqualTo(SandboxLimits.defaults());
    }

    @Test
    void eachLimitOfARequestIsASetting() {
        Settings settings = read(Map.of(
                "MGX_MAX_BODY_BYTES", "1",
                "MGX_MAX_HEADER_BYTES", "2",
                "MGX_HTTP_HEAD_TIMEOUT", "3",
                "MGX_HTTP_BODY_TIMEOUT", "4",
                "MGX_HTTP_SEND_TIMEOUT", "5"));
        assertThat(Wiring.options(settings, System::nanoTime).http())
                .isEqualTo(new HttpLimits(1, 2, Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(5)));
    }

    @Test
    void whoMayCallIsASetting() {
        Settings settings = read(Map.of(
                "CORS_ORIGINS", "http://a", "MGX_PUBLIC_URL", "https://b/mgx", "MGX_TRUSTED_PROXIES", "127.0.0.1"));
        assertThat(Wiring.options(settings, System::nanoTime).origins())
                .isEqualTo(new OriginPolicy(List.of("http://a"), List.of("https://b/mgx/"), List.of("127.0.0.1/32")));
    }

    @Test
    void eachLimitOfWhatIsTakenOnAtOnceIsASetting() {
        Settings settings = read(Map.of(
                "MGX_HTTP_MAX_CONNECTIONS", "1",
                "MGX_HTTP_MAX_HELD_BYTES", "2",
                "MGX_HTTP_HEAVY_REQUESTS", "3",
                "MGX_HTTP_HEAVY_WAIT", "4",
                "MGX_HTTP_HEAVY_TIME", "5"));
        assertThat(Wiring.options(settings, System::nanoTime).intake())
                .isEqualTo(new IntakeLimits(1, 2, 3, Duration.ofSeconds(4), Duration.ofSeconds(5)));
    }

    @Test
    void withoutSettingsTheLimitsOfModelCallsAreTheDefaultsAndFitSlowModels() {
        GatewayLimits limits = new GatewayWiring(read(Map.of())).limits();

        CallDeadlines usual = CallDeadlines.DEFAULT;
        assertThat(limits.deadlines())
                .isEqualTo(new CallDeadlines(usual.firstToken(), usual.silence(), usual.total(), false, false));
        assertThat(limits.answer()).isEqualTo(AnswerLimits.DEFAULT);
        assertThat(limits.contextTokens()).isNull();
        assertThat(limits.thinkingTokens()).isEqualTo(GatewayLimits.DEFAULT.thinkingTokens());
        assertThat(limits.runTime()).isEqualTo(EngineLimits.DEFAULT.taskDuration());
    }

    @Test
    void eachLimitOfAModelCallIsASetting() {
        GatewayLimits limits = new GatewayWiring(read(Map.of(
                        "MGX_LLM_FIRST_TOKEN_TIMEOUT", "1",
                        "MGX_LLM_SILENCE_TIMEOUT", "2",
                        "MGX_LLM_CALL_TIMEOUT", "3",
                        "MGX_LLM_MAX_OUTPUT_TOKENS", "4",
                        "MGX_LLM_MAX_ANSWER_BYTES", "5",
                        "MGX_MODEL_CONTEXT_TOKENS", "1024",
                        "MGX_LLM_THINKING_TOKENS", "0",
                        "MGX_MAX_TASK_DURATION", "7")))
                .limits();

        assertThat(limits.deadlines())
                .isEqualTo(new CallDeadlines(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), true, true));
        assertThat(limits.answer()).isEqualTo(new AnswerLimits(4, 5));
        assertThat(limits.contextTokens()).isEqualTo(1024);
        assertThat(limits.thinkingTokens()).isZero();
        assertThat(limits.runTime()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void eachLimitOfAWebSocketIsASettingAndThePingIntervalFollows() {
        Settings settings = read(Map.of(
                "MGX_WS_IDLE_TIMEOUT", "9",
                "MGX_WS_SEND_TIMEOUT", "2",
                "MGX_WS_CLOSE_TIMEOUT", "4",
                "MGX_WS_ALIVE_INTERVAL", "6",
                "MGX_WS_LAST_STATE_DELAY", "7",
                "MGX_WS_MAX_MESSAGE_BYTES", "5"));
        assertThat(Wiring.options(settings, System::nanoTime).webSocket())
                .isEqualTo(new WebSocketLimits(
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7),
                        5));
    }

    @Test
    void tasksAreKeptForEverOrForSomeDays() {
        assertThat(Wiring.retentionAge(read(Map.of()))).isEmpty();
        assertThat(Wiring.retentionAge(read(Map.of("MGX_RETENTION_DAYS", "30"))))
                .contains(Duration.ofDays(30));
        assertThat(read(Map.of()).duration(Setting.MGX_DATABASE_TIMEOUT)).isEqualTo(Store.DEFAULT_TIMEOUT);
        assertThatThrownBy(() -> read(Map.of("MGX_RETENTION_DAYS", "0")))
                .hasMessage("MGX_RETENTION_DAYS is '0', but must be off or a whole number of days from 1 to 36500");
    }

    @Test
    void eachLimitOfAnExecutionIsASetting() {
        Settings settings = read(Map.of(
                "MGX_EXECUTION_TIMEOUT", "24h",
                "MGX_EXECUTION_CPU_TIME", "1s",
                "MGX_EXECUTION_MEMORY_MIB", "4096",
                "MGX_EXECUTION_PROCESSES", "8",
                "MGX_EXECUTION_DISK_MIB", "8192",
                "MGX_EXECUTION_OUTPUT_BYTES", "1024"));
        assertThat(Wiring.sandboxLimits(settings))
                .isEqualTo(new SandboxLimits(Duration.ofDays(1), Duration.ofSeconds(1), 4L << 30, 8, 8L << 30, 1024));
    }
}
