package dev.mgx.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.mgx.json.Json;
import dev.mgx.server.http.RequestLog;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(10)
class LoggingTest {
    /** A second line, a terminal's command in C0 and in C1, a carriage return, a reversal, a line separator, half a pair. */
    private static final String FOREIGN =
            "a\n12:00 ERROR forged\u001b[2J\u009b31m\r\u202Etxt.\u2028\u2066\u0000\u007f\ud800 ö 🙂";

    private static final String ESCAPED =
            "a\\n12:00 ERROR forged\\u001B[2J\\u009B31m\\u000D\\u202Etxt." + "\\u2028\\u2066\\u0000\\u007F\\uD800 ö 🙂";

    private final LoggerContext logs = context();
    private final PatternLayout layout = Logging.layout(logs);

    private static LoggerContext context() {
        LoggerContext logs = new LoggerContext();
        logs.setMDCAdapter(new LogbackMDCAdapter());
        return logs;
    }

    private String line(String message, @Nullable Throwable thrown) {
        return layout.doLayout(event(message, thrown));
    }

    private LoggingEvent event(String message, @Nullable Throwable thrown) {
        return new LoggingEvent(
                "test", logs.getLogger("dev.mgx.Test"), Level.INFO, message, thrown, new Object[] {FOREIGN});
    }

    /** A command says itself what its own server answered, where {@code serve} has nobody else to say it. */
    @ParameterizedTest
    @CsvSource({"WARN, false", "INFO, true"})
    void requestsAreLoggedByAServerOnly(String level, boolean logged) {
        String before = System.getProperty(Logging.LEVEL);
        System.setProperty(Logging.LEVEL, level);
        try {
            Logging configuration = new Logging();
            configuration.setContext(logs);
            configuration.configure(logs);
        } finally {
            System.setProperty(Logging.LEVEL, before == null ? "ERROR" : before);
        }

        assertThat(logs.getLogger(RequestLog.class).isWarnEnabled()).isEqualTo(logged);
        assertThat(logs.getLogger("dev.mgx.Test").isWarnEnabled()).isTrue();
    }

    @Test
    void aForeignTextMakesNoLineAndCommandsNoTerminal() {
        assertThat(line("Task {} is there", null))
                .matches(
                        "(?s)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) INFO  Test - .*\\R")
                .endsWith("Task " + ESCAPED + " is there" + System.lineSeparator());
    }

    @Test
    void norDoesOneInTheMessageOfAnException() {
        Exception thrown = new IllegalStateException(FOREIGN, new IllegalArgumentException("cause " + FOREIGN));
        thrown.addSuppressed(new IllegalStateException("suppressed " + FOREIGN));
        String text = line("It failed", thrown);
        assertThat(text.lines())
                .hasSizeLessThan(40)
                .contains(
                        "java.lang.IllegalStateException: " + ESCAPED,
                        "Suppressed: java.lang.IllegalStateException: suppressed " + ESCAPED,
                        "Caused by: java.lang.IllegalArgumentException: cause " + ESCAPED)
                .allMatch(line ->
                        line.contains(" - It failed") || line.startsWith("\tat ") || line.contains("Exception: "));
        assertThat(text).contains("\tat dev.mgx.app.LoggingTest.norDoesOneInTheMessageOfAnException(");
    }

    @Test
    void aLineSaysWhoAskedForWhatItTells() {
        LoggingEvent event = event("Deleted", null);
        event.setMDCPropertyMap(Map.of("request", "a-1", "client", "10.0.0.7"));
        assertThat(layout.doLayout(event)).endsWith("Deleted [request a-1 from 10.0.0.7]" + System.lineSeparator());
    }

    @Test
    void aLineOfJsonHasEverythingAndCommandsNoTerminal() {
        LoggingEvent event = event("Task {} is there", new IllegalStateException(FOREIGN));
        event.setMDCPropertyMap(Map.of("request", "a-1", "client", "10.0.0.7"));
        String line = new JsonLayout().doLayout(event);
        assertThat(line.lines()).hasSize(1);
        assertThat(line.strip().codePoints()).noneMatch(Character::isISOControl).doesNotContain(0x202E, 0x2028);
        JsonNode json = Json.readTree(line);
        assertThat(Instant.parse(json.path("timestamp").asString())).isEqualTo(event.getInstant());
        assertThat(json.path("level").asString()).isEqualTo("INFO");
        assertThat(json.path("logger").asString()).isEqualTo("dev.mgx.Test");
        assertThat(json.path("message").asString())
                .startsWith("Task a\n12:00 ERROR forged")
                .endsWith("ö 🙂 is there");
        assertThat(json.path("request_id").asString()).isEqualTo("a-1");
        assertThat(json.path("client").asString()).isEqualTo("10.0.0.7");
        assertThat(json.path("exception").asString())
                .contains("IllegalStateException: ", "\tat dev.mgx.app.LoggingTest");
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception first = new IllegalStateException("first");
        first.initCause(new IllegalStateException("second", first));
        assertThat(line("It failed", first)).contains("first", "Caused by: java.lang.IllegalStateException: second");
    }
}
