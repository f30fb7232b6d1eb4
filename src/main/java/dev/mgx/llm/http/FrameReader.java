package dev.mgx.llm.http;

import dev.mgx.llm.AnswerLimits;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream frame by frame, as it comes, and no more of it than an answer can need.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">events</a>
 */
public final class FrameReader {
    private static final int BUFFER_BYTES = 16 * 1024;
    /** What JSON makes of a byte at worst: six, as Gemini writes {@code <}. */
    private static final int ESCAPED_BYTES = 6;
    /** What a frame carries around its text: OpenAI some 350 bytes a token, others less. */
    private static final int FRAME_BYTES = 1024;

    private static final int SPARE_BYTES = 1024 * 1024;
    private static final long MOST_IN_MEMORY = 256 * 1024 * 1024;

    private final InputStream in;
    private final Framing framing;
    private final long maxLineBytes;
    private final long maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int filled;
    private long taken;

    /** There was more than an answer within its limits can be. */
    public static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;
    }

    public FrameReader(InputStream in, Framing framing, AnswerLimits limits) {
        this.in = in;
        this.framing = framing;
        this.maxLineBytes = Math.min(MOST_IN_MEMORY, ESCAPED_BYTES * limits.maxBytes() + SPARE_BYTES);
        this.maxBytes = maxLineBytes + (long) FRAME_BYTES * limits.maxTokens();
    }

    /**
     * The next frame; null at the end of the stream.
     *
     * @throws TooMuch when it is longer than it may be
     * @throws EOFException when the stream ends in the middle of a frame
     */
    @Nullable
    public Frame next() throws IOException {
        return framing == Framing.EVENTS ? nextEvent() : nextLine();
    }

    private @Nullable Frame nextLine() throws IOException {
        String line = line();
        while (line != null && line.isBlank()) {
            line = line();
        }
        return line == null ? null : new Frame("", line);
    }

    private @Nullable Frame nextEvent() throws IOException {
        String event = "";
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(value(line));
            } else if (line.startsWith("event:")) {
                event = value(line);
            } else if (line.startsWith(":") && data.isEmpty()) {
                return Frame.COMMENT;
            } else if (line.isEmpty() && !data.isEmpty()) {
                return new Frame(event, data.toString());
            }
        }
        // Some servers leave out the last empty line.
        return data.isEmpty() ? null : new Frame(event, data.toString());
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    /** The next line without its break; null at the end. */
    private @Nullable String line() throws IOException {
        byte[] line = new byte[256];
        int length = 0;
        while (true) {
            if (position == filled && !fill()) {
                if (length > 0) {
                    throw new EOFException("the stream ended in the middle of a line");
                }
                return null;
            }
            int from = position;
            while (position < filled && buffer[position] != '\n') {
                position++;
            }
            int more = position - from;
            if (length + more > maxLineBytes) {
                throw new TooMuch();
            }
            if (length + more > line.length) {
                line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
            }
            System.arraycopy(buffer, from, line, length, more);
            length += more;
            if (position < filled) {
                position++;
                boolean carriageReturn = length > 0 && line[length - 1] == '\r';
                return new String(line, 0, carriageReturn ? length - 1 : length, StandardCharsets.UTF_8);
            }
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        position = 0;
        filled = Math.max(0, read);
        taken += filled;
        if (taken > maxBytes) {
            throw new TooMuch();
        }
        return read > 0;
    }
}
