package dev.mgx.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.store.Store;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a cursor as the server's pump does, and records what it receives. */
final class CursorReader {
    private final long since;
    private final Set<EventType> without;
    private final Semaphore hints = new Semaphore(0);
    private final List<EventFrame> seen = new ArrayList<>();
    private @Nullable Cursor cursor;
    private @Nullable Next last;

    CursorReader(long since) {
        this(since, Set.of());
    }

    /** @param without the excluded event types */
    CursorReader(long since, Set<EventType> without) {
        this.since = since;
        this.without = without;
    }

    Set<EventType> without() {
        return without;
    }

    long since() {
        return since;
    }

    CursorReader open(Streams streams, String taskId) {
        return reading(streams.open(taskId, since, without, this::wake).orElseThrow());
    }

    CursorReader reading(Cursor opened) {
        cursor = opened;
        return this;
    }

    Cursor.Watching watching() {
        return new Cursor.Watching(since, without, Runnable::run, this::wake);
    }

    void wake() {
        hints.release();
    }

    Cursor cursor() {
        Cursor open = cursor;
        if (open == null) {
            throw new IllegalStateException("not opened");
        }
        return open;
    }

    List<Long> ids() {
        return seen.stream().map(EventFrame::eventId).toList();
    }

    List<EventFrame> seen() {
        return seen;
    }

    /** Reads once. */
    Next step(int maxCharacters) {
        Next next = cursor().next(maxCharacters);
        last = next;
        switch (next) {
            case Next.Events(List<EventFrame> events) -> {
                assertThat(events).isNotEmpty();
                int characters = events.stream().mapToInt(EventFrame::size).sum();
                assertThat(events.size() == 1 || characters <= maxCharacters).isTrue();
                seen.addAll(events);
                assertThat(cursor().position())
                        .isGreaterThanOrEqualTo(events.getLast().eventId());
            }
            case Next.Behind behind -> cursor().load();
            case Next.Idle idle -> {}
            case Next.Moved moved -> {}
            case Next.Ended ended -> {}
            case Next.Deleted deleted -> {}
        }
        return next;
    }

    /** Reads until the cursor is idle or ended. */
    Next drain(int maxCharacters) {
        Next next = step(maxCharacters);
        while (next instanceof Next.Events || next instanceof Next.Behind || next instanceof Next.Moved) {
            next = step(maxCharacters);
        }
        return next;
    }

    /** Reads to the end, woken only by hints. */
    Next untilOver(int maxCharacters) throws InterruptedException {
        Next next = drain(maxCharacters);
        while (next instanceof Next.Idle) {
            if (!hints.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new AssertionError("no hint came after event " + cursor().position());
            }
            next = drain(maxCharacters);
        }
        return next;
    }

    boolean hinted() {
        return hints.tryAcquire();
    }

    /**
     * Checks that it received exactly the rest of the task's journal, the states in their places, and the final state.
     */
    void assertSawTheRest(Store store, String taskId) {
        List<RecordedEvent> all = store.journal().after(taskId, 0, Integer.MAX_VALUE);
        assertThat(ids())
                .isEqualTo(all.stream()
                        .filter(this::wants)
                        .map(RecordedEvent::eventId)
                        .toList());
        Iterator<EventFrame> delivered = seen.iterator();
        TaskState state = TaskState.initial(taskId);
        for (RecordedEvent recorded : all) {
            TaskState after = state.apply(recorded.event());
            if (wants(recorded)) {
                assertDelivered(delivered.next(), recorded, state, after);
            }
            state = after;
        }
        assertThat(last).isInstanceOf(Next.Ended.class);
        if (last instanceof Next.Ended(JournalHead head)) {
            assertThat(head.stateJson()).asString(StandardCharsets.UTF_8).isEqualTo(Json.write(state));
        }
    }

    private boolean wants(RecordedEvent event) {
        return event.eventId() > since && !without.contains(event.type());
    }

    private void assertDelivered(EventFrame delivered, RecordedEvent recorded, TaskState before, TaskState after) {
        assertThat(delivered.json()).isEqualTo(recorded.json());
        boolean hasState = !recorded.endsRun()
                && recorded.eventId() > cursor().stateAtOpening().lastEventId()
                && after.differsForWatchersFrom(before);
        String expected = frame("event", recorded.toString()) + (hasState ? frame("state", Json.write(after)) : "");
        assertThat(new String(delivered.segment(), delivered.from(), delivered.size(), StandardCharsets.ISO_8859_1))
                .isEqualTo(expected);
        assertThat(hasState(delivered)).isEqualTo(hasState);
    }

    static boolean hasState(EventFrame event) {
        return event.stateFrame().length > 0;
    }

    /** A server's message as it is on the wire (RFC 6455, 5.2), a character for each byte. */
    private static String frame(String type, String json) {
        byte[] message = "{\"type\":\"%s\",\"data\":%s}".formatted(type, json).getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = ByteBuffer.allocate(10).put((byte) 0x81);
        if (message.length < 126) {
            head.put((byte) message.length);
        } else if (message.length < 65_536) {
            head.put((byte) 126).putShort((short) message.length);
        } else {
            head.put((byte) 127).putLong(message.length);
        }
        return new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1)
                + new String(message, StandardCharsets.ISO_8859_1);
    }
}
