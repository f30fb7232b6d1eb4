package dev.mgx.server.ws;

import dev.mgx.server.http.Offload;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.stream.Cursor;
import dev.mgx.stream.Next;
import io.vertx.core.Context;

/**
 * Moves events from a cursor into a sink, at the sink's pace. Runs on one event loop; only reading the journal is
 * offloaded, and the pump is idle meanwhile.
 *
 * <p>Races: {@link #go} may be called at any moment, by the cursor, the sink, or the end of a read. It returns at once
 * during a read (which calls it again when it ends), when it is already on the stack (whose loop runs again), and after
 * the end.
 */
final class Pump {
    /** How much is taken from the cursor at a time. */
    private static final int BATCH_BYTES = 64 * 1024;

    private final Cursor cursor;
    private final Sink sink;
    private final Context context;
    private final Offload offload;
    private final Owner owner;
    private long delivered;
    private boolean reading;
    private boolean pumping;
    private boolean closed;

    /** Is told once why delivery has ended; not after {@link #close}. */
    interface Owner {
        /** Everything was delivered and the task is over; its last state has not been said. */
        void over(JournalHead head);

        void deleted();

        void failed(Throwable failure);
    }

    Pump(Cursor cursor, Sink sink, Context context, Offload offload, Owner owner) {
        this.cursor = cursor;
        this.sink = sink;
        this.context = context;
        this.offload = offload;
        this.owner = owner;
    }

    /** The number of events handed to the sink. */
    long delivered() {
        return delivered;
    }

    /** Delivers until the cursor is drained or the sink is full. */
    void go() {
        if (pumping || reading || closed) {
            return;
        }
        pumping = true;
        try {
            boolean more = true;
            while (more && !closed) {
                while (more && sink.hasRoom()) {
                    more = step();
                }
                // The flush may complete at once, which makes room again.
                sink.flush();
                more = more && sink.hasRoom();
            }
        } finally {
            pumping = false;
        }
    }

    /** Whether to continue with another step. */
    private boolean step() {
        return switch (cursor.next(BATCH_BYTES)) {
            case Next.Events(var events) -> {
                delivered += events.size();
                sink.events(events);
                yield true;
            }
            case Next.Behind() -> {
                read();
                yield false;
            }
            case Next.Idle() -> false;
            case Next.Moved(JournalHead head) -> {
                sink.state(head.stateJson());
                yield true;
            }
            case Next.Ended(JournalHead head) -> {
                close();
                owner.over(head);
                yield false;
            }
            case Next.Deleted() -> {
                close();
                owner.deleted();
                yield false;
            }
        };
    }

    private void read() {
        reading = true;
        offload.run(
                context,
                () -> {
                    cursor.load();
                    return cursor;
                },
                loaded -> {
                    reading = false;
                    if (closed) {
                        cursor.close();
                    } else {
                        go();
                    }
                },
                failure -> {
                    reading = false;
                    boolean wanted = !closed;
                    closed = true;
                    cursor.close();
                    if (wanted) {
                        owner.failed(failure);
                    }
                });
    }

    /** Stops delivery and closes the cursor; if a read is in progress, when that is done. */
    void close() {
        closed = true;
        if (!reading) {
            cursor.close();
        }
    }
}
