package dev.mgx.llm.http;

import dev.mgx.time.MonotonicClock;
import java.util.OptionalDouble;

/** How fast a model reads and writes in one call, in tokens a second. For the thread of its call. */
public final class AnswerPace {
    /** With fewer tokens or less time there is nothing to measure. */
    private static final int FEWEST_TOKENS = 16;

    private static final double SHORTEST_SECONDS = 0.05;
    private static final double HIGHEST = 1_000_000;
    private static final int BYTES_PER_TOKEN = 4;
    private static final int UNCACHED_TOKENS = 64;

    private final MonotonicClock clock;
    private final long sent;
    private long first;
    private long last;
    private long bytes;
    private OptionalDouble toldReading = OptionalDouble.empty();
    private OptionalDouble toldWriting = OptionalDouble.empty();

    /** The request is sent now. */
    AnswerPace(MonotonicClock clock) {
        this.clock = clock;
        sent = clock.nanoTime();
    }

    /** So much text, or thought, came now. */
    void came(long more) {
        last = clock.nanoTime();
        first = bytes == 0 ? last : first;
        bytes += more;
    }

    /** The server has measured it itself, apart from whatever the call had to wait for; seconds of 0 are no measure. */
    void told(long readTokens, double readSeconds, long writtenTokens, double writingSeconds) {
        if (readTokens >= UNCACHED_TOKENS) { // else most of it was in a cache
            toldReading = speed(readTokens, readSeconds);
        }
        toldWriting = speed(writtenTokens, writingSeconds);
    }

    public boolean hasBegun() {
        return bytes > 0;
    }

    /** From the request to the first text; until now if none has come. */
    public double secondsToFirst() {
        return ((hasBegun() ? first : clock.nanoTime()) - sent) / 1e9;
    }

    /** As the server tells. */
    public OptionalDouble toldReading() {
        return toldReading;
    }

    /** By the time until the first text: slower than it is where the call had to wait, faster where a cache helped. */
    public OptionalDouble seenReading(long tokens) {
        return bytes == 0 ? OptionalDouble.empty() : speed(tokens, (first - sent) / 1e9);
    }

    /**
     * As the server tells, else by the time that the text took.
     *
     * @param tokens as the server counts them; 0 if it does not
     */
    public OptionalDouble writing(long tokens) {
        long counted = tokens > 0 ? tokens : bytes / BYTES_PER_TOKEN;
        return toldWriting.isPresent() ? toldWriting : speed(counted, (last - first) / 1e9);
    }

    private static OptionalDouble speed(long tokens, double seconds) {
        double speed = Math.round(10 * tokens / seconds) / 10.0;
        boolean measured = tokens >= FEWEST_TOKENS && seconds >= SHORTEST_SECONDS && speed > 0 && speed < HIGHEST;
        return measured ? OptionalDouble.of(speed) : OptionalDouble.empty();
    }
}
