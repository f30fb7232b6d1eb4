package dev.mgx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(10)
class SettingsTest {
    @TempDir
    Path folder;

    private Settings read(Map<String, String> flags, Map<String, String> environment) {
        return Settings.read(flags, environment, folder.resolve("mgx.properties"));
    }

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsAValueThatTheSettingMayHave(Setting setting) {
        setting.check(setting.defaultValue());
        assertThat(read(Map.of(), Map.of()).text(setting)).isEqualTo(setting.defaultValue());
    }

    @Test
    void aFlagBeatsTheEnvironmentWhichBeatsTheFile() throws Exception {
        Files.writeString(folder.resolve("mgx.properties"), "MGX_PORT=1\nMGX_HOST=file\nMGX_LLM=simulated\n");
        Settings settings =
                read(Map.of("MGX_PORT", "3"), Map.of("MGX_PORT", "2", "MGX_HOST", "environment"));
        assertThat(settings.number(Setting.MGX_PORT)).isEqualTo(3);
        assertThat(settings.text(Setting.MGX_HOST)).isEqualTo("environment");
        assertThat(settings.text(Setting.MGX_LLM)).isEqualTo("simulated");
    }

    @ParameterizedTest
    @CsvSource({"600,600000", "600s,600000", "10m,600000", "24h,86400000", "250ms,250"})
    void readsDurations(String value, long millis) {
        Settings settings = read(Map.of("MGX_MAX_TASK_DURATION", value), Map.of());
        assertThat(settings.duration(Setting.MGX_MAX_TASK_DURATION)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "MGX_PORT,65536", "MGX_PORT,http", "MGX_PORT,-1", "MGX_MAX_TASK_DURATION,0", "MGX_MAX_TASK_DURATION,10d",
        "MGX_MAX_RUNNING_TASKS,0", "MGX_SANDBOX,docker", "MGX_SIMULATED_MISTAKE,typo", "LOG_LEVEL,loud",
        "MGX_TEST_MODE,maybe", "MGX_DATABASE_URL,mysql://x", "MGX_LLM,gpt"
    })
    void aWrongValueIsNamedWithWhatItWasAndWhatItMayBe(String name, String value) {
        assertThatThrownBy(() -> read(Map.of(), Map.of(name, value)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("%s is '%s', but must be ".formatted(name, value));
    }

    @Test
    void anUnknownNameInTheFileIsRefused() throws Exception {
        Files.writeString(folder.resolve("mgx.properties"), "MGX_PROT=1\n");
        assertThatThrownBy(() -> read(Map.of(), Map.of()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("MGX_PROT");
    }
}
