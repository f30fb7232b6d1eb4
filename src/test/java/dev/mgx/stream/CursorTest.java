package dev.mgx.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.testing.Property;
import dev.mgx.testing.StoreFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever happens between a journal and a watcher, the watcher receives exactly the remaining events. */
@Timeout(120)
class CursorTest {
    private static @Nullable Path folder;
    private static @Nullable StoreFixture opened;
    private static volatile @Nullable JournalListener listening;

    @BeforeAll
    static void open() throws IOException {
        Path path = Files.createTempDirectory("mgx-cursors");
        folder = path;
        opened = new StoreFixture(path);
        store().store().journal().listen(new JournalListener() {
            @Override
            public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
                JournalListener now = listening;
                if (now != null) {
                    now.changed(taskId, events, head);
                }
            }

            @Override
            public void deleted(String taskId) {}
        });
    }

    @AfterAll
    static void close() throws IOException {
        store().close();
        if (folder != null) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted((a, b) -> b.compareTo(a))
                        .forEach(path -> path.toFile().deleteOnExit());
            }
        }
    }

    private static StoreFixture store() {
        StoreFixture store = opened;
        if (store == null) {
            throw new IllegalStateException("not opened");
        }
        return store;
    }

    private static EventDraft any(Random random) {
        EventType[] types = {EventType.LOG, EventType.AGENT_START, EventType.MESSAGE_DELTA, EventType.MESSAGE_DELTA};
        EventDraft draft = EventDraft.of(types[random.nextInt(types.length)], "x".repeat(random.nextInt(400)));
        draft = random.nextInt(4) == 0 ? draft.by(AgentRole.ENGINEER) : draft;
        boolean moves = draft.type() != EventType.MESSAGE_DELTA && random.nextInt(4) == 0;
        return moves ? draft.with("progress", random.nextInt(100) / 100.0) : draft;
    }

    private static void append(Fence fence, Random random, int atMost) {
        EventDraft[] drafts = new EventDraft[1 + random.nextInt(atMost)];
        for (int i = 0; i < drafts.length; i++) {
            drafts[i] = any(random);
        }
        assertThat(store().append(fence, drafts)).hasSize(drafts.length);
    }

    private static Set<EventType> anyWithout(Random random) {
        return random.nextBoolean() ? Set.of() : Set.of(EventType.MESSAGE_DELTA);
    }

    private static int anyMax(Random random) {
        return random.nextBoolean() ? 1 + random.nextInt(3_000) : Integer.MAX_VALUE;
    }

    /**
     * One thread, random orders of operations: appends with a lost or delivered hint, polls, watchers that join at any
     * position and read a little, everything, or repeatedly.
     */
    @Test
    void lostHintsCostNoEvent() throws Exception {
        Property.of(11, 60).holds(CursorTest::assertLostHintsCostNoEvent);
    }

    private static void assertLostHintsCostNoEvent(Random random) {
        Tail tail = new Tail(TailMemory.ofThisMachine());
        boolean[] lost = new boolean[1];
        try (Streams streams = new Streams(store().store(), Duration.ofHours(1))) {
            Fence fence = store().running();
            String id = fence.taskId();
            listening = new JournalListener() {
                @Override
                public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
                    if (!lost[0]) {
                        tail.changed(events, head);
                    }
                }

                @Override
                public void deleted(String taskId) {}
            };
            List<CursorReader> watchers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> append(fence, random, 5);
                    case 2 -> lost[0] = random.nextBoolean();
                    case 3 -> watchers.add(joined(tail, streams, id, random));
                    default -> {
                        if (!watchers.isEmpty()) {
                            watchers.get(random.nextInt(watchers.size())).step(anyMax(random));
                        }
                        if (random.nextInt(3) == 0) {
                            tail.refresh(store().store().journal().head(id).orElseThrow());
                        }
                    }
                }
            }
            watchers.add(joined(tail, streams, id, random));
            store().succeed(fence);
            tail.refresh(store().store().journal().head(id).orElseThrow());
            for (CursorReader watcher : watchers) {
                assertThat(watcher.drain(anyMax(random))).isInstanceOf(Next.Ended.class);
                watcher.assertSawTheRest(store().store(), id);
            }
        } finally {
            listening = null;
        }
    }

    /** Does what {@link Streams#open} does, on the test's tail. */
    private static CursorReader joined(Tail tail, Streams streams, String id, Random random) {
        long last = store().store().journal().last(id);
        CursorReader watcher = new CursorReader(random.nextLong(last + 1), anyWithout(random));
        Cursor cursor = new Cursor(id, watcher.watching(), tail, streams);
        tail.join(cursor);
        cursor.openedAt(store().store().tasks().state(id).orElseThrow());
        tail.refresh(store().store().journal().head(id).orElseThrow());
        return watcher.reading(cursor);
    }

    /** Many threads: one appends, the others join at any time and are woken only by hints. */
    @Test
    void everyWatcherGetsExactlyTheRestWhileTheLogGrows() throws Exception {
        Property.of(12, 15).holds(random -> assertEveryWatcherGetsTheRest(random, 1 + random.nextInt(30)));
    }

    private static void assertEveryWatcherGetsTheRest(Random random, int crowd) throws Exception {
        try (Streams streams = new Streams(store().store(), Duration.ofHours(1));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Fence fence = store().running();
            append(fence, random, 150);
            List<Future<CursorReader>> watchers = new ArrayList<>();
            for (int i = 0; i < crowd; i++) {
                Random own = new Random(random.nextLong());
                watchers.add(threads.submit((Callable<CursorReader>) () -> watched(streams, fence.taskId(), own)));
                append(fence, random, 6);
            }
            for (int i = 0; i < 10; i++) {
                append(fence, random, 6);
            }
            store().succeed(fence);
            for (Future<CursorReader> watcher : watchers) {
                watcher.get().assertSawTheRest(store().store(), fence.taskId());
            }
            assertThat(streams.watchers()).isZero();
            assertThat(streams.tails()).isZero();
        }
    }

    private static CursorReader watched(Streams streams, String id, Random random) throws InterruptedException {
        long last = store().store().journal().last(id);
        CursorReader watcher = new CursorReader(random.nextLong(last + 1), anyWithout(random)).open(streams, id);
        try (Cursor cursor = watcher.cursor()) {
            assertThat(watcher.untilOver(anyMax(random))).isInstanceOf(Next.Ended.class);
            assertThat(cursor.next(1)).isInstanceOf(Next.Ended.class);
        }
        return watcher;
    }
}
