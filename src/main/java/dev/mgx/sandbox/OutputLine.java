package dev.mgx.sandbox;

import dev.mgx.sandbox.linux.LineReader;
import java.util.Objects;

/**
 * One line of a program's output, without its line terminator. Invalid UTF-8 and NUL are replaced by U+FFFD; a line
 * of more than {@value LineReader#MAX_LINE_CHARS} characters is split.
 */
public record OutputLine(StreamType stream, String text) {
    public OutputLine {
        Objects.requireNonNull(stream);
        Objects.requireNonNull(text);
    }
}
