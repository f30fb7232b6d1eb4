package dev.mgx.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import dev.mgx.json.Json;
import dev.mgx.server.http.RequestLog;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of the log as a JSON object: {@code timestamp} (ISO 8601, UTC), {@code level}, {@code logger}, {@code thread},
 * {@code message}, and where there is one {@code request_id}, {@code client} and {@code exception}. What would command a
 * terminal is written as JSON escapes.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private final EscapedThrowable exceptions = new EscapedThrowable();

    @Override
    public String doLayout(ILoggingEvent event) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("timestamp", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", event.getFormattedMessage());
        put(line, "request_id", event.getMDCPropertyMap().get(RequestLog.REQUEST));
        put(line, "client", event.getMDCPropertyMap().get(RequestLog.CLIENT));
        if (event.getThrowableProxy() != null) {
            line.put("exception", exceptions.convert(event));
        }
        return LogText.escaped(Json.write(line)) + "\n";
    }

    private static void put(Map<String, @Nullable Object> line, String name, @Nullable String value) {
        if (value != null) {
            line.put(name, value);
        }
    }
}
