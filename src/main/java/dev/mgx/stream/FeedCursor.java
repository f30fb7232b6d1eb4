package dev.mgx.stream;

import dev.mgx.store.journal.Feed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A watcher's position in the feed of all tasks. It holds nothing but the page it has just read. For one thread at a time;
 * {@link #wake} comes from any.
 */
public final class FeedCursor implements AutoCloseable {
    private static final int PAGE = 100;

    private final Streams owner;
    private final Feed feed;
    private final Semaphore wakes = new Semaphore(0);
    private long position;

    FeedCursor(Streams owner, Feed feed) {
        this.owner = owner;
        this.feed = feed;
    }

    void openedAt(long since) {
        position = since;
    }

    /** The last position that was handed out, or where the cursor began. */
    public long position() {
        return position;
    }

    /** The next entries, in order; none when none came in this time. Blocks. */
    public List<Feed.Recorded> next(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            wakes.drainPermits(); // before looking: a wake that comes after the look is not lost
            List<Feed.Recorded> page = feed.after(position, PAGE);
            if (!page.isEmpty()) {
                position = page.getLast().position();
                return page;
            }
            if (!wakes.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return List.of();
            }
        }
    }

    void wake() {
        wakes.release();
    }

    @Override
    public void close() {
        owner.leave(this);
    }
}
