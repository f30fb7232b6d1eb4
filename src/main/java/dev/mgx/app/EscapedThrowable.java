package dev.mgx.app;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;

/** The exception of a line of the log, {@code %ex}: the beginning of each trace, and messages without foreign lines. */
final class EscapedThrowable extends ThrowableHandlingConverter {
    private static final int FRAMES = 12;

    /** A chain of causes that is longer has a fault of its own. */
    private static final int CAUSES = 20;

    @Override
    public String convert(ILoggingEvent event) {
        StringBuilder text = new StringBuilder();
        append("", event.getThrowableProxy(), CAUSES, text);
        return text.toString();
    }

    private static void append(String before, @Nullable IThrowableProxy thrown, int left, StringBuilder text) {
        if (thrown == null || left == 0) {
            return;
        }
        text.append(before).append(thrown.getClassName());
        if (thrown.getMessage() != null) {
            text.append(": ").append(LogText.escaped(thrown.getMessage()));
        }
        text.append(System.lineSeparator());
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        for (int i = 0; i < Math.min(FRAMES, frames.length - thrown.getCommonFrames()); i++) {
            text.append("\tat ").append(frames[i].getStackTraceElement()).append(System.lineSeparator());
        }
        for (IThrowableProxy suppressed : thrown.getSuppressed()) {
            append("Suppressed: ", suppressed, left - 1, text);
        }
        append("Caused by: ", thrown.getCause(), left - 1, text);
    }
}
