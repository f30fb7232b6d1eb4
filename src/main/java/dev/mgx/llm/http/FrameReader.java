package dev.mgx.llm.http;

import dev.mgx.llm.AnswerLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream frame by frame, as it comes, and no more of it than an answer can need. Its first line shows what it is,
 * since servers name it wrong or not at all.
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

    private static final Pattern FIELD = Pattern.compile("(?:data|event|id|retry)?:");
    private static final byte[] NOTHING = {};
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream in;
    private final Framing expected;
    private final long maxLineBytes;
    private final long maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int filled;
    private long taken;
    private boolean afterReturn; // a line feed that follows belongs to the last line break
    private boolean unended; // the stream ended within its last line
    private @Nullable Framing framing; // null before the first line

    /** There was more than an answer within its limits can be. */
    public static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** @param expected how the stream is divided, unless its first character shows something else */
    public FrameReader(InputStream in, Framing expected, AnswerLimits limits) {
        this.in = in;
        this.expected = expected;
        this.maxLineBytes = Math.min(MOST_IN_MEMORY, ESCAPED_BYTES * limits.maxBytes() + SPARE_BYTES);
        this.maxBytes = maxLineBytes + (long) FRAME_BYTES * limits.maxTokens();
    }

    /**
     * The next frame; null at the end of the stream.
     *
     * @throws TooMuch when it is longer than it may be
     */
    @Nullable
    public Frame next() throws IOException {
        String line = line();
        if (framing == null) {
            while (line != null && line.isBlank()) {
                line = line();
            }
            if (line == null) {
                return null;
            }
            line = line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
            framing = shownBy(line);
        }
        return switch (framing) {
            case EVENTS -> nextEvent(line);
            case LINES -> line == null ? null : new Frame("", line.strip());
            case DOCUMENT -> line == null ? null : new Frame("", rest(line));
        };
    }

    private Framing shownBy(String line) {
        if (FIELD.matcher(line).lookingAt()) {
            return Framing.EVENTS;
        }
        String text = line.strip();
        boolean object = text.startsWith("{") && text.endsWith("}");
        return object && expected == Framing.LINES ? Framing.LINES : Framing.DOCUMENT;
    }

    /** Whether the stream is one document, and no stream at all. */
    public boolean isDocument() {
        return framing == Framing.DOCUMENT;
    }

    /** Whether the stream ended in the middle of a line, which may be cut or only lack its line break. */
    public boolean isUnended() {
        return unended;
    }

    private String rest(String first) throws IOException {
        StringBuilder document = new StringBuilder(first);
        for (String line = line(); line != null; line = line()) {
            document.append('\n').append(line);
            if (document.length() > maxLineBytes) {
                throw new TooMuch();
            }
        }
        return document.toString();
    }

    private @Nullable Frame nextEvent(@Nullable String first) throws IOException {
        String event = "";
        String data = "";
        StringBuilder lines = null; // of data, where there are several
        boolean any = false;
        for (String line = first; line != null; line = line()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return new Frame(event, lines == null ? data : lines.toString());
            }
            if (any ? line.isEmpty() : line.startsWith(":")) {
                return Frame.COMMENT; // whatever it says, the server is alive
            }
            any |= !line.isEmpty();
            if (line.startsWith("data:")) {
                if (data.isEmpty()) {
                    data = value(line);
                } else {
                    lines = lines == null ? new StringBuilder(data) : lines;
                    lines.append('\n').append(value(line));
                }
            } else if (line.startsWith("event:")) {
                event = value(line);
            }
        }
        // Some servers leave out the last empty line.
        return data.isEmpty() ? null : new Frame(event, lines == null ? data : lines.toString());
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    /** The next line without its break, which is LF, CR or both; null at the end. */
    private @Nullable String line() throws IOException {
        byte[] line = NOTHING;
        int length = 0;
        while (true) {
            if (position == filled && !fill()) {
                unended |= length > 0;
                return length > 0 ? new String(line, 0, length, StandardCharsets.UTF_8) : null;
            }
            if (afterReturn) {
                afterReturn = false;
                if (buffer[position] == '\n') {
                    position++;
                    continue;
                }
            }
            int from = position;
            while (position < filled && buffer[position] != '\n' && buffer[position] != '\r') {
                position++;
            }
            int more = position - from;
            if (length + more > maxLineBytes) {
                throw new TooMuch();
            }
            if (position < filled && length == 0) { // most lines are in the buffer as a whole
                afterReturn = buffer[position++] == '\r';
                return new String(buffer, from, more, StandardCharsets.UTF_8);
            }
            if (length + more > line.length) {
                line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
            }
            System.arraycopy(buffer, from, line, length, more);
            length += more;
            if (position < filled) {
                afterReturn = buffer[position++] == '\r';
                return new String(line, 0, length, StandardCharsets.UTF_8);
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
