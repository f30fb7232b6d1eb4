package dev.mgx.sandbox.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.StreamType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Splits one output stream of a program into lines, until its end. */
public final class LineReader implements Runnable {
    /** Longer lines are split. More than a screenful, and small enough for an event. */
    static final int MAX_LINE_CHARS = 4096;

    private static final Logger log = LoggerFactory.getLogger(LineReader.class);

    private final InputStream in;
    private final StreamType stream;
    private final OutputQueue queue;
    private final StringBuilder line = new StringBuilder();

    LineReader(InputStream in, StreamType stream, OutputQueue queue) {
        this.in = in;
        this.stream = stream;
        this.queue = queue;
    }

    @Override
    public void run() {
        try (Reader reader = new InputStreamReader(in, UTF_8)) {
            char[] chars = new char[MAX_LINE_CHARS];
            for (int count = reader.read(chars); count >= 0; count = reader.read(chars)) {
                for (int i = 0; i < count; i++) {
                    add(chars[i]);
                }
            }
        } catch (IOException e) {
            log.debug("The {} of a program ended early", stream, e);
        }
        if (!line.isEmpty()) {
            emit();
        }
    }

    private void add(char c) {
        if (c == '\n') {
            emit();
            return;
        }
        if (line.length() >= MAX_LINE_CHARS && !Character.isLowSurrogate(c)) {
            emit();
        }
        line.append(c == '\0' ? '\uFFFD' : c);
    }

    private void emit() {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        queue.put(new OutputLine(stream, line.toString()));
        line.setLength(0);
    }
}
