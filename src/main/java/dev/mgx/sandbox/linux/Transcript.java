package dev.mgx.sandbox.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.StreamType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Collects a program's output: passes it to a listener up to a limit, and keeps its first and last lines. Not
 * thread-safe.
 */
public final class Transcript {
    /** Fits into a prompt, and into a row of the journal. */
    static final int MAX_KEPT_BYTES = 64 * 1024;

    private final String startMark;
    private final long maxPassedBytes;
    private final OutputListener listener;
    private final List<OutputLine> head = new ArrayList<>();
    private final Deque<OutputLine> tail = new ArrayDeque<>();
    private boolean started;
    private long passedBytes;
    private boolean limitReached;
    private long headBytes;
    private long tailBytes;
    private long omitted;

    /**
     * @param startMark the first line of standard output, which is written before the program starts and is not part
     *     of its output
     */
    Transcript(String startMark, long maxPassedBytes, OutputListener listener) {
        this.startMark = startMark;
        this.maxPassedBytes = maxPassedBytes;
        this.listener = listener;
    }

    void add(List<OutputLine> batch) throws InterruptedException {
        List<OutputLine> passed = new ArrayList<>(batch.size());
        for (OutputLine line : batch) {
            if (!started && line.stream() == StreamType.STDOUT && line.text().equals(startMark)) {
                started = true;
                continue;
            }
            long bytes = line.text().getBytes(UTF_8).length + 1L;
            keep(line, bytes);
            pass(line, bytes, passed);
        }
        if (!passed.isEmpty()) {
            listener.lines(passed);
        }
    }

    /** Whether the program itself was started. */
    boolean started() {
        return started;
    }

    boolean truncated() {
        return omitted > 0;
    }

    List<OutputLine> kept() {
        List<OutputLine> kept = new ArrayList<>(head);
        if (omitted > 0) {
            kept.add(new OutputLine(StreamType.STDERR, "[%,d lines left out]".formatted(omitted)));
        }
        kept.addAll(tail);
        return kept;
    }

    private void pass(OutputLine line, long bytes, List<OutputLine> passed) {
        passedBytes += bytes;
        if (passedBytes <= maxPassedBytes) {
            passed.add(line);
        } else if (!limitReached) {
            limitReached = true;
            passed.add(new OutputLine(
                    StreamType.STDERR, "[output cut here: more than %,d bytes]".formatted(maxPassedBytes)));
        }
    }

    private void keep(OutputLine line, long bytes) {
        if (tail.isEmpty() && headBytes + bytes <= MAX_KEPT_BYTES / 2) {
            head.add(line);
            headBytes += bytes;
            return;
        }
        tail.add(line);
        tailBytes += bytes;
        while (tailBytes > MAX_KEPT_BYTES / 2) {
            tailBytes -= tail.remove().text().getBytes(UTF_8).length + 1L;
            omitted++;
        }
    }
}
