package dev.mgx.app;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.mgx.server.http.RequestLog;
import java.util.Map;

/** Who asked for what a line of the log tells, {@code %asked}: the request's id and the client's address, if there is one. */
final class AskedBy extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        Map<String, String> details = event.getMDCPropertyMap();
        String request = details.get(RequestLog.REQUEST);
        return request == null
                ? ""
                : " [request %s from %s]".formatted(request, details.getOrDefault(RequestLog.CLIENT, "?"));
    }
}
