package dev.mgx.sandbox;

import dev.mgx.sandbox.linux.LineReader;
import java.util.Objects;

/**
 * One line of a program's output, without its end. Bytes that are no UTF-8, and NUL, are U+FFFD; a line
 * of more than {@value LineReader#MAX_LINE_CHARS} characters comes in pieces.
 */
public record OutputLine(StreamType stream, String text) {
    public OutputLine {
        Objects.requireNonNull(stream);
        Objects.requireNonNull(text);
    }
}
