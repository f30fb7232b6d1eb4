package dev.mgx.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.server.origin.OriginPolicy;
import dev.mgx.wiring.Wiring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
        return Settings.read(flags, environment, new SettingsFile(folder.resolve("mgx.properties"), false));
    }

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsValid(Setting setting) {
        setting.check(setting.defaultValue());
        assertThat(read(Map.of(), Map.of()).text(setting)).isEqualTo(setting.defaultValue());
    }

    @Test
    void flagsOverrideTheEnvironmentWhichOverridesTheFile() throws Exception {
        Files.writeString(folder.resolve("mgx.properties"), "MGX_PORT=1\nMGX_HOST=file\nMGX_LLM=simulated\n");
        Settings settings = read(Map.of("MGX_PORT", "3"), Map.of("MGX_PORT", "2", "MGX_HOST", "environment"));
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
        "MGX_PORT,65536",
        "MGX_PORT,http",
        "MGX_PORT,-1",
        "MGX_MAX_TASK_DURATION,0",
        "MGX_MAX_TASK_DURATION,10d",
        "MGX_STOP_TIMEOUT,8761h",
        "MGX_EXECUTION_TIMEOUT,25h",
        "MGX_EXECUTION_CPU_TIME,999ms",
        "MGX_EXECUTION_MEMORY_MIB,63",
        "MGX_EXECUTION_PROCESSES,7",
        "MGX_EXECUTION_DISK_MIB,0",
        "MGX_EXECUTION_OUTPUT_BYTES,1023",
        "MGX_MAX_BODY_BYTES,9999999999",
        "MGX_MODEL_CONTEXT_TOKENS,1023",
        "MGX_MAX_RUNNING_TASKS,0",
        "MGX_SANDBOX,docker",
        "MGX_SIMULATED_MISTAKE,typo",
        "LOG_LEVEL,loud",
        "MGX_GIT_AUTHOR,Ada",
        "MGX_GIT_AUTHOR,Ada <ada>",
        "MGX_PUBLIC_URL,mgx.example.com",
        "MGX_PUBLIC_URL,ftp://mgx.example.com",
        "MGX_PUBLIC_URL,https://",
        "MGX_PUBLIC_URL,https://*.example.com/",
        "MGX_PUBLIC_URL,https://h:0/",
        "MGX_PUBLIC_URL,https://h/a//b",
        "MGX_PUBLIC_URL,https://h/a/../b/",
        "MGX_PUBLIC_URL,https://h/a/.",
        "MGX_PUBLIC_URL,https://h/%61/",
        "MGX_TRUSTED_PROXIES,localhost",
        "MGX_TRUSTED_PROXIES,10.0.0.0/33",
        "MGX_TRUSTED_PROXIES,10.0.0.0/",
        "MGX_TRUSTED_PROXIES,10.0.0",
        "MGX_TRUSTED_PROXIES,1.2.3.456",
        "MGX_TRUSTED_PROXIES,fd00::/129",
        "MGX_TRUSTED_PROXIES,*",
        "CORS_ORIGINS,*",
        "CORS_ORIGINS,garbage",
        "CORS_ORIGINS,null",
        "CORS_ORIGINS,localhost:5173",
        "CORS_ORIGINS,//localhost:5173",
        "CORS_ORIGINS,ws://localhost",
        "CORS_ORIGINS,file:///",
        "CORS_ORIGINS,http://",
        "CORS_ORIGINS,http://localhost/",
        "CORS_ORIGINS,http://localhost/page",
        "CORS_ORIGINS,http://localhost:0",
        "CORS_ORIGINS,http://localhost:65536",
        "CORS_ORIGINS,http://*.example.org",
        "CORS_ORIGINS,http://localhost:5173 *",
        "CORS_ORIGINS,http://a;http://b",
        "CORS_ORIGINS,[http://localhost:5173]",
        "CORS_ORIGINS,[\"http://localhost:5173\"",
        "CORS_ORIGINS,[7]",
        "CORS_ORIGINS,[\"*\"]",
        "MGX_TEST_MODE,maybe",
        "MGX_LLM,gpt"
    })
    void anInvalidValueIsReportedWithTheAcceptedOnes(String name, String value) {
        assertThatThrownBy(() -> read(Map.of(), Map.of(name, value)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("%s is '%s', but must be ".formatted(name, value));
    }

    @ParameterizedTest
    @CsvSource({
        "MGX_LLM_BASE_URL,http://me:secret@host/v1,http://…@host/v1",
        "MGX_LLM_BASE_URL,http://me:se/secret@host/v1,http://…@host/v1",
        "MGX_LLM_BASE_URL,http://me:se?secret@host/v1,http://…",
        "MGX_LLM_BASE_URL,http://host/v1?key=secret,http://host/v1?…",
        "MGX_LLM_BASE_URL,http://host/v1#secret,http://host/v1#…",
        "MGX_LLM_BASE_URL,http://host/v1?mail=a@secret,http://…",
        "MGX_LLM_BASE_URL,me:secret@host/v1,…@host/v1",
        "CORS_ORIGINS,http://localhost?secret,http://localhost?…",
        "CORS_ORIGINS,http://me:secret@localhost,http://…@localhost",
        "MGX_PUBLIC_URL,https://me:secret@h/mgx/,https://…@h/mgx/",
        "MGX_PUBLIC_URL,https://h/mgx/?key=secret,https://h/mgx/?…",
        "MGX_PORT,http://me:secret@localhost:8000,http://…@localhost:8000"
    })
    void anInvalidUrlIsReportedWithoutItsUserAndQuery(String name, String value, String shown) {
        assertThatThrownBy(() -> read(Map.of(), Map.of(name, value)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("%s is '%s', but must be ".formatted(name, shown));
    }

    @ParameterizedTest
    @CsvSource({
        "mysql://u:secret@h/d,has an unknown scheme",
        "sqlite:secret.db,has an unknown scheme",
        "postgresql://u:secret@h,names no database",
        "postgresql://u:secret@h/,names no database",
        "postgresql://u:secret@h:secret/d,'has no host, or a port that is not a number'",
        "postgresql://u:secret@/d,'has no host, or a port that is not a number'",
        "postgresql://u:secret@h:70000/d,has a port that is not from 1 to 65535",
        "postgresql://u:secret%zz@h/d,has a % with no two hexadecimal digits after it: write it as %25",
        "postgresql://u:secret@h/d?sslmod=require,has a parameter that the PostgreSQL driver does not know: sslmod",
        "postgresql://u:a?secret@h/d,names no database",
        "postgresql://u:5/b?secret=x@h/d,has a parameter that the PostgreSQL driver does not know",
        "postgresql://h/d?sslmode,has a parameter without a value"
    })
    void anInvalidDatabaseUrlIsReportedWithoutItsPassword(String value, String message) {
        assertThatThrownBy(() -> read(Map.of(), Map.of("MGX_DATABASE_URL", value)))
                .isInstanceOf(BadSetting.class)
                .hasMessage("MGX_DATABASE_URL " + message
                        + "; it must be sqlite: or postgresql://user:password@host:port/database");
    }

    @ParameterizedTest
    @CsvSource({
        "'','SQLite, in the data folder'",
        "sqlite:,'SQLite, in the data folder'",
        "postgresql://u:secret@h/d,postgresql://h:5432/d",
        "postgres://h:1/d,postgresql://h:1/d",
        "postgresql://u:se/cr@et@[::1]:5433/d?connect_timeout=3,postgresql://[::1]:5433/d",
        "'postgresql://a,b:2/d?password=secret&currentSchema=s','postgresql://a:5432,b:2/d?currentSchema=s'"
    })
    void aDatabaseIsShownWithoutItsPassword(String value, String shown) {
        assertThat(read(Map.of("MGX_DATABASE_URL", value), Map.of()).database()).hasToString(shown);
    }

    @Test
    void noOtherOriginIsAllowedByDefault() {
        assertThat(read(Map.of(), Map.of()).origins()).isEmpty();
        assertThat(Wiring.options(read(Map.of(), Map.of()), System::nanoTime).origins())
                .isEqualTo(OriginPolicy.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://localhost:5173                             | http://localhost:5173
            http://a, https://b                               | http://a https://b
            http://a https://b:8443                           | http://a https://b:8443
            http://a,,https://b,                              | http://a https://b
            ["http://localhost:5173"]                         | http://localhost:5173
            ["http://a", "https://b"]                         | http://a https://b
            []                                                | ''
            HTTP://Example.org:80 https://example.org:443     | http://example.org https://example.org
            http://[::1]:3000                                 | http://[::1]:3000
            http://a http://a                                 | http://a
            """)
    void readsOriginsInEveryForm(String value, String origins) {
        assertThat(String.join(
                        " ", read(Map.of(), Map.of("CORS_ORIGINS", value)).origins()))
                .isEqualTo(origins);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://mgx.example.com                          | https://mgx.example.com/
            HTTPS://MGX.example.com:443/Mgx                  | https://mgx.example.com/Mgx/
            http://h:80/a/b/, https://[fd00::1]:8443         | http://h/a/b/ https://[fd00::1]:8443/
            ["http://h", "http://h/"]                        | http://h/
            """)
    void readsPublicUrlsWithASlashAtTheirEnds(String value, String urls) {
        assertThat(String.join(
                        " ", read(Map.of(), Map.of("MGX_PUBLIC_URL", value)).publicUrls()))
                .isEqualTo(urls);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1                           | 127.0.0.1/32
            10.0.0.0/8, 192.168.1.1             | 10.0.0.0/8 192.168.1.1/32
            ::1 fd00::/8                        | 0:0:0:0:0:0:0:1/128 fd00:0:0:0:0:0:0:0/8
            0.0.0.0/0                           | 0.0.0.0/0
            """)
    void readsAddressesOfProxiesAsRanges(String value, String ranges) {
        assertThat(String.join(
                        " ",
                        read(Map.of(), Map.of("MGX_TRUSTED_PROXIES", value)).trustedProxies()))
                .isEqualTo(ranges);
    }

    @Test
    void anUnknownNameInTheFileIsRefused() throws Exception {
        Files.writeString(folder.resolve("mgx.properties"), "MGX_PROT=1\n");
        assertThatThrownBy(() -> read(Map.of(), Map.of()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("sets MGX_PROT, which is not a setting; did you mean MGX_PORT?");
    }

    @ParameterizedTest
    @CsvSource({
        "LOG_LEVEL, MGX_LOG_LEVEL, DEBUG, WARN",
        "CORS_ORIGINS, MGX_CORS_ORIGINS, http://a, http://b",
        "LLM_MAX_CONCURRENCY, MGX_LLM_MAX_CONCURRENCY, 7, 8"
    })
    void aSettingIsKnownByBothItsNamesEverywhere(Setting setting, String other, String value, String another)
            throws Exception {
        assertThat(read(Map.of(), Map.of(setting.name(), value)).text(setting)).isEqualTo(value);
        assertThat(read(Map.of(), Map.of(other, value)).text(setting)).isEqualTo(value);
        assertThat(read(Map.of(), Map.of(other, value, setting.name(), value)).text(setting))
                .isEqualTo(value);
        assertThat(read(Map.of(), Map.of(other, value, setting.name(), " ")).text(setting))
                .isEqualTo(value);
        Files.writeString(folder.resolve("mgx.properties"), other + "=" + another);
        assertThat(read(Map.of(), Map.of()).text(setting)).isEqualTo(another);
        assertThat(read(Map.of(), Map.of(setting.name(), value)).text(setting))
                .as("the environment overrides the file, whatever the names")
                .isEqualTo(value);
        assertThatThrownBy(() -> read(Map.of(), Map.of(setting.name(), value, other, another)))
                .isInstanceOf(BadSetting.class)
                .hasMessage("%s and %s are the same setting, but differ in the environment; remove one of them"
                        .formatted(setting.name(), other));
    }

    @ParameterizedTest
    @EnumSource
    void everyFlagIsAlsoAVariableOfItsName(Setting setting) {
        if (!setting.secret()) {
            assertThat(setting.names())
                    .contains("MGX_" + setting.flag().toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MGX_PROT, MGX_PORT",
        "MGX_MAX_CONCURRENCY, LLM_MAX_CONCURRENCY",
        "MGX_CORS_ORIGIN, CORS_ORIGINS",
        "MGX_OPENAI_API_KEY, OPENAI_API_KEY",
        "MGX_DATABASE, MGX_DATABASE_URL",
        "mgx_port, MGX_PORT",
        "MGX_LOGLEVEL, LOG_LEVEL"
    })
    void anUnknownVariableIsNamedWithTheNearestSettingAndNeverItsValue(String name, String meant) {
        assertThat(UnknownSettings.in(Map.of(name, "secret", "MGX_PORT", "1", "PATH", "/bin")))
                .containsExactly("%s in the environment is ignored, because it is not a setting; did you mean %s?"
                        .formatted(name, meant));
    }

    /** What scripts, tests and tools of this repository set for each other is no mistake of the user. */
    @Test
    void theVariablesOfOurOwnToolsAreNoMistakes() throws Exception {
        Set<String> ours = new TreeSet<>();
        for (String file :
                List.of("mgx", ".ci/run", ".ci/schemathesis", "ui/build.sh", "ui/test.sh", "ui/tests/server.ts")) {
            Pattern.compile("\\bMGX_[A-Z_]+\\b")
                    .matcher(Files.readString(Path.of(file)))
                    .results()
                    .forEach(found -> ours.add(found.group()));
        }
        assertThat(ours).contains("MGX_JAVA_OPTS");
        assertThat(UnknownSettings.in(ours.stream().collect(Collectors.toMap(name -> name, name -> ""))))
                .isEmpty();
    }
}
