package dev.mgx.app;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The message of a line of the log, {@code %msg}: foreign texts in it make no line of their own. */
final class EscapedMessage extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        return message == null ? "" : LogText.escaped(message);
    }
}
