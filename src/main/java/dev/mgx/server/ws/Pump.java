package dev.mgx.server.ws;

import dev.mgx.server.http.Offload;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.stream.Cursor;
import dev.mgx.stream.Next;
import io.vertx.core.Context;

/**
 * Moves what a cursor has into a sink, as fast as the sink takes it and no faster. It runs on one event
 * loop; only reading the journal happens elsewhere, and then nothing else happens here.
 *
 * <p>The races: {@link #go} may come at any moment, from the cursor, the sink, or the end of a read. It
 * is harmless when there is nothing to do: it returns while a read is under way (whose end calls it
 * again), while it is on the stack already (whose loop goes round again), and after the end.
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

    /** Is told, once, why nothing more will come; not after {@link #close}. */
    interface Owner {
        /** Everything was delivered and the task is over; its last state has not been said. */
        void over(JournalHead head);

        void deleted();

        void failed(Throwable why);
    }

    Pump(Cursor cursor, Sink sink, Context context, Offload offload, Owner owner) {
        this.cursor = cursor;
        this.sink = sink;
        this.context = context;
        this.offload = offload;
        this.owner = owner;
    }

    /** How many events were handed to the sink. */
    long delivered() {
        return delivered;
    }

    /** Delivers what there is. */
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
                // What is flushed may be taken at once, in which case there is room again.
                sink.flush();
                more = more && sink.hasRoom();
            }
        } finally {
            pumping = false;
        }
    }

    /** Whether another step may follow at once. */
    private boolean step() {
        return switch (cursor.next(BATCH_BYTES)) {
            case Next.Events(var events) -> {
                events.forEach(this::deliver);
                yield true;
            }
            case Next.Behind() -> {
                read();
                yield false;
            }
            case Next.Idle() -> false;
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

    private void deliver(RecordedEvent event) {
        delivered++;
        sink.event(event.json());
        byte[] state = event.stateJson();
        if (state != null) {
            sink.state(state);
        }
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
                why -> {
                    reading = false;
                    boolean wanted = !closed;
                    closed = true;
                    cursor.close();
                    if (wanted) {
                        owner.failed(why);
                    }
                });
    }

    /** Delivers nothing more and lets the cursor go; one that is being read from goes when that is done. */
    void close() {
        closed = true;
        if (!reading) {
            cursor.close();
        }
    }
}
