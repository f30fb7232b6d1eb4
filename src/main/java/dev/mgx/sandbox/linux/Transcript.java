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
 * What becomes of a program's output: a listener gets it until there is too much, and the first and last
 * lines of it are kept. For one thread.
 */
public final class Transcript {
    /** A model can read this much of it, and a row of the journal can hold it. */
    static final int MAX_KEPT_BYTES = 64 * 1024;

    private final String startMark;
    private final long maxPassedBytes;
    private final OutputListener listener;
    private final List<OutputLine> head = new ArrayList<>();
    private final Deque<OutputLine> tail = new ArrayDeque<>();
    private boolean started;
    private long passedBytes;
    private boolean cut;
    private long headBytes;
    private long tailBytes;
    private long omitted;

    /**
     * @param startMark the first line of standard output, written before the program starts: not its own
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

    /** Whether the program itself began. */
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
        } else if (!cut) {
            cut = true;
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
