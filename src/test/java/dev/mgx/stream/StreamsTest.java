package dev.mgx.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.store.journal.Feed;
import dev.mgx.store.journal.Fence;
import dev.mgx.task.AgentRole;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Await;
import dev.mgx.testing.StoreFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StreamsTest {
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    private final TailMemory memory = new TailMemory(8_000_000);
    private StoreFixture store;
    private Streams streams;

    @BeforeEach
    void open() {
        store = new StoreFixture(folder);
        streams = new Streams(store.store(), Duration.ofHours(1), memory); // hints only, unless a test overrides it
    }

    @AfterEach
    void close() {
        streams.close();
        store.close();
    }

    @Test
    void anUnknownTaskHasNoCursorAndLeavesNothing() {
        assertThat(streams.open("nobody", 0, () -> {})).isEmpty();
        assertThat(streams.watchers()).isZero();
        assertThat(streams.tails()).isZero();
    }

    @Test
    void aTaskThatIsOverIsToldFromTheJournalAndEndsAtOnce() {
        Fence fence = store.running();
        store.log(fence, "one");
        store.succeed(fence);
        CursorReader watcher = new CursorReader(0).open(streams, fence.taskId());
        assertThat(watcher.step(ALL)).isInstanceOf(Next.Behind.class);
        assertThat(watcher.drain(ALL)).isInstanceOf(Next.Ended.class);
        watcher.assertSawTheRest(store.store(), fence.taskId());
        assertThat(watcher.seen()).noneMatch(CursorReader::hasState);
        watcher.cursor().close();
    }

    @Test
    void statesComeWhereStatusProgressOrAgentChangeAfterTheOpening() {
        String id = store.create();
        CursorReader early = new CursorReader(0).open(streams, id);
        assertThat(early.drain(ALL)).isInstanceOf(Next.Idle.class);
        Fence fence = store.running(id);
        store.append(
                fence,
                EventDraft.of(EventType.LOG, "nothing to see"),
                EventDraft.of(EventType.AGENT_START, "begins").by(AgentRole.ARCHITECT),
                EventDraft.of(EventType.LOG, "a fifth").with("progress", 0.2));
        CursorReader late = new CursorReader(2).open(streams, id);
        store.append(
                fence,
                EventDraft.of(EventType.LOG, "the same fifth").with("progress", 0.2),
                EventDraft.of(EventType.LOG, "a third").with("progress", 0.3));
        store.succeed(fence);

        assertThat(early.drain(ALL)).isInstanceOf(Next.Ended.class);
        assertThat(late.drain(ALL)).isInstanceOf(Next.Ended.class);
        assertThat(early.seen().stream().filter(CursorReader::hasState).map(EventFrame::eventId))
                .containsExactly(1L, 3L, 4L, 6L);
        assertThat(late.seen().stream().filter(CursorReader::hasState).map(EventFrame::eventId))
                .containsExactly(6L);
        assertThat(late.cursor().stateAtOpening().progress()).isEqualTo(0.2);
        early.assertSawTheRest(store.store(), id);
        late.assertSawTheRest(store.store(), id);
    }

    @Test
    void whoIsAheadOfTheLastEventGetsOnlyWhatComesAfterItsPosition() {
        Fence fence = store.running();
        CursorReader watcher = new CursorReader(3).open(streams, fence.taskId());
        assertThat(watcher.drain(ALL)).isInstanceOf(Next.Idle.class);
        store.log(fence, "two");
        store.log(fence, "three");
        assertThat(watcher.drain(ALL)).isInstanceOf(Next.Idle.class);
        assertThat(watcher.seen()).isEmpty();
        store.log(fence, "four");
        store.succeed(fence);
        assertThat(watcher.drain(ALL)).isInstanceOf(Next.Ended.class);
        watcher.assertSawTheRest(store.store(), fence.taskId());

        CursorReader far = new CursorReader(1_000_000).open(streams, fence.taskId());
        assertThat(far.drain(ALL)).isInstanceOf(Next.Ended.class);
        assertThat(far.seen()).isEmpty();
    }

    @Test
    void aCursorThatIsOpenGoesOnIntoTheNextRunAndIsNotToldOfTheEarlierEnd() {
        Fence first = store.running();
        String id = first.taskId();
        CursorReader watcher = new CursorReader(0).open(streams, id);
        assertThat(watcher.drain(ALL)).isInstanceOf(Next.Idle.class);
        store.fail(first);
        store.enqueue(id, RunRequest.FRESH); // before the watcher reads
        assertThat(watcher.drain(ALL)).isInstanceOf(Next.Idle.class);
        store.succeed(store.claim().fence());
        assertThat(watcher.drain(ALL)).isInstanceOf(Next.Ended.class);
        watcher.assertSawTheRest(store.store(), id);
        List<TaskStatus> statuses = watcher.seen().stream()
                .filter(CursorReader::hasState)
                .map(event -> new String(event.stateFrame(), StandardCharsets.UTF_8))
                .map(frame -> Json.read(frame.substring(frame.indexOf(":{") + 1, frame.length() - 1), TaskState.class)
                        .status())
                .toList();
        assertThat(statuses).containsExactly(TaskStatus.RUNNING);
    }

    @Test
    void aTaskThatWaitsToRunAgainIsNotOver() {
        Fence first = store.running();
        store.fail(first);
        store.enqueue(first.taskId(), RunRequest.FRESH);
        CursorReader watcher = new CursorReader(0).open(streams, first.taskId());
        assertThat(watcher.cursor().stateAtOpening().status()).isEqualTo(TaskStatus.PENDING);
        assertThat(watcher.drain(ALL)).isInstanceOf(Next.Idle.class);
        store.succeed(store.claim().fence());
        assertThat(watcher.drain(ALL)).isInstanceOf(Next.Ended.class);
        watcher.assertSawTheRest(store.store(), first.taskId());
    }

    @Test
    void aDeletedTaskIsGoneForEverybodyAtOnce() {
        Fence fence = store.running();
        CursorReader idle = new CursorReader(1).open(streams, fence.taskId());
        CursorReader behind = new CursorReader(0).open(streams, fence.taskId());
        assertThat(idle.drain(ALL)).isInstanceOf(Next.Idle.class);
        assertThat(store.store().claims().delete(fence.taskId())).isTrue();
        assertThat(idle.hinted()).isTrue();
        assertThat(idle.drain(ALL)).isInstanceOf(Next.Deleted.class);
        assertThat(behind.drain(ALL)).isInstanceOf(Next.Deleted.class);
        idle.cursor().close();
        behind.cursor().close();
        assertThat(streams.tails()).isZero();
    }

    @Test
    void whatNoLongerFitsInMemoryIsReadFromTheJournal() {
        Fence fence = store.running();
        CursorReader slow = new CursorReader(1).open(streams, fence.taskId());
        for (int i = 0; i < 12; i++) {
            store.log(fence, "x".repeat(300_000));
        }
        CursorReader quick = new CursorReader(12).open(streams, fence.taskId());
        assertThat(quick.step(ALL)).isInstanceOf(Next.Events.class);
        assertThat(quick.ids()).containsExactly(13L);
        assertThat(slow.step(ALL)).isInstanceOf(Next.Behind.class);
        slow.cursor().load(); // harmless when repeated
        assertThat(slow.step(1)).isInstanceOf(Next.Events.class);
        slow.cursor().load();
        store.succeed(fence);
        assertThat(slow.drain(700_000)).isInstanceOf(Next.Ended.class);
        assertThat(quick.drain(ALL)).isInstanceOf(Next.Ended.class);
        slow.assertSawTheRest(store.store(), fence.taskId());
        quick.assertSawTheRest(store.store(), fence.taskId());
    }

    @Test
    void allTailsTogetherTakeBoundedMemoryAndGiveItBack() {
        List<CursorReader> watchers = new ArrayList<>();
        for (int task = 0; task < 5; task++) {
            Fence fence = store.running();
            watchers.add(new CursorReader(1).open(streams, fence.taskId()));
            for (int i = 0; i < 7; i++) {
                store.log(fence, "x".repeat(300_000));
            }
        }
        assertThat(memory.taken()).isBetween(6_000_000L, 8_400_000L);
        CursorReader last = watchers.getLast();
        assertThat(last.step(ALL)).as("what does not fit is in the journal").isInstanceOf(Next.Behind.class);
        assertThat(last.drain(ALL)).isInstanceOf(Next.Idle.class);
        assertThat(last.ids()).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L);
        watchers.forEach(watcher -> watcher.cursor().close());
        assertThat(memory.taken()).isZero();
    }

    @Test
    void allWatchersAreHandedTheSameBytesOfTheEventThatWasRecorded() {
        Fence fence = store.running();
        List<CursorReader> watchers = List.of(new CursorReader(1), new CursorReader(1));
        watchers.forEach(watcher -> watcher.open(streams, fence.taskId()));
        List<Event> recorded =
                store.append(fence, EventDraft.of(EventType.LOG, "half done").with("progress", 0.5));
        watchers.forEach(watcher -> assertThat(watcher.drain(ALL)).isInstanceOf(Next.Idle.class));
        EventFrame first = watchers.getFirst().seen().getLast();
        assertThat(Json.write(first.event())).isEqualTo(Json.write(recorded.getFirst()));
        store.succeed(fence);
        Next.Ended end = (Next.Ended) watchers.getFirst().drain(ALL);
        for (CursorReader watcher : watchers.subList(1, watchers.size())) {
            EventFrame same = watcher.seen().getFirst();
            assertThat(same.segment()).isSameAs(first.segment());
            assertThat(same.size()).isEqualTo(first.size());
            assertThat(CursorReader.hasState(same)).isTrue();
            assertThat(watcher.drain(ALL))
                    .isInstanceOfSatisfying(
                            Next.Ended.class,
                            ended -> assertThat(ended.head().stateJson())
                                    .isSameAs(end.head().stateJson()));
        }
    }

    @Test
    void oneEventIsHandedOutWholeHoweverLargeItIs() {
        Fence fence = store.running();
        CursorReader watcher = new CursorReader(1).open(streams, fence.taskId());
        store.log(fence, "x".repeat(3_000_000));
        assertThat(watcher.step(1)).isInstanceOf(Next.Events.class);
        store.log(fence, "small");
        assertThat(watcher.step(1)).isInstanceOf(Next.Events.class);
        assertThat(watcher.ids()).containsExactly(2L, 3L);
    }

    @Test
    void aWatcherIsWokenOnceWhenThereIsSomethingAfterItWasIdle() {
        Fence fence = store.running();
        CursorReader watcher = new CursorReader(1).open(streams, fence.taskId());
        store.log(fence, "nobody waits yet");
        assertThat(watcher.hinted()).isFalse();
        assertThat(watcher.drain(ALL)).isInstanceOf(Next.Idle.class);
        store.log(fence, "two");
        store.log(fence, "three");
        assertThat(watcher.hinted()).isTrue();
        assertThat(watcher.hinted()).isFalse();
        watcher.cursor().close();
        store.log(fence, "nobody is there");
        assertThat(watcher.hinted()).isFalse();
    }

    @Test
    void aWatcherThatStumblesKeepsNobodyFromBeingWoken() {
        Fence fence = store.running();
        List<CursorReader> watchers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            watchers.add(new CursorReader(1).open(streams, fence.taskId()));
        }
        Cursor bad = streams.open(fence.taskId(), 1, () -> {
                    throw new IllegalStateException("expected in the log");
                })
                .orElseThrow();
        assertThat(bad.next(ALL)).isInstanceOf(Next.Idle.class);
        for (int i = 0; i < 10; i++) {
            watchers.add(new CursorReader(1).open(streams, fence.taskId()));
        }
        watchers.forEach(watcher -> assertThat(watcher.drain(ALL)).isInstanceOf(Next.Idle.class));
        store.log(fence, "two");
        assertThat(watchers).allMatch(CursorReader::hinted);
        assertThat(store.log(fence, "the writer lives")).hasSize(1);
    }

    @Test
    void whatAnotherNodeRecordsIsFoundByPollingThoughNoHintComes() throws Exception {
        Fence fence = store.running();
        try (OtherNode node = new OtherNode(folder, folder.resolve("other"));
                Streams polling = new Streams(store.store(), Duration.ofMillis(20))) {
            CursorReader watcher = new CursorReader(1).open(polling, fence.taskId());
            CursorReader unhinted = new CursorReader(1).open(streams, fence.taskId());
            assertThat(unhinted.drain(ALL)).isInstanceOf(Next.Idle.class);
            node.store().log(fence, "two");
            node.store().succeed(fence);
            node.commit();
            assertThat(watcher.untilOver(ALL)).isInstanceOf(Next.Ended.class);
            watcher.assertSawTheRest(store.store(), fence.taskId());
            assertThat(unhinted.hinted()).isFalse(); // otherwise polling would not have been tested

            CursorReader again = new CursorReader(4).open(polling, fence.taskId());
            node.store().enqueue(fence.taskId(), RunRequest.FRESH);
            assertThat(node.store().store().claims().delete(fence.taskId())).isTrue();
            node.commit();
            Await.until(() -> again.step(ALL) instanceof Next.Deleted);
        }
    }

    @Test
    void theFeedTellsWhatOthersRecordByHintsAndByPolling() throws Exception {
        String id = store.create();
        FeedCursor hinted = streams.openFeed(OptionalLong.empty());
        assertThat(streams.watchers()).isEqualTo(1);
        assertThat(hinted.next(Duration.ZERO)).isEmpty();
        store.succeed(store.running(id));
        List<String> changes = new ArrayList<>();
        while (changes.size() < 3) {
            hinted.next(Duration.ofSeconds(10)).forEach(entry -> changes.add(entry.change()));
        }
        assertThat(changes).containsExactly("queued", "started", "ended");
        assertThat(hinted.position()).isEqualTo(3);
        hinted.close();
        assertThat(streams.watchers()).isZero();

        try (OtherNode node = new OtherNode(folder, folder.resolve("other"));
                Streams polling = new Streams(store.store(), Duration.ofMillis(20));
                FeedCursor polled = polling.openFeed(OptionalLong.of(3))) {
            node.store().enqueue(id, RunRequest.FRESH);
            node.commit();
            assertThat(polled.next(Duration.ofSeconds(10)))
                    .extracting(Feed.Recorded::change)
                    .containsExactly("queued");
        }
        try (FeedCursor lost = streams.openFeed(OptionalLong.of(99))) { // of a database that a backup was restored to
            assertThat(lost.next(Duration.ZERO)).hasSize(4);
        }
    }

    @Test
    void closingACursorTwiceTakesNobodyElseAway() {
        Fence fence = store.running();
        Cursor first = streams.open(fence.taskId(), 1, () -> {}).orElseThrow();
        CursorReader second = new CursorReader(1).open(streams, fence.taskId());
        first.close();
        first.close();
        assertThat(streams.watchers()).isEqualTo(1);
        assertThat(second.drain(ALL)).isInstanceOf(Next.Idle.class);
        store.log(fence, "two");
        assertThat(second.hinted()).isTrue();
    }

    @Test
    void nothingIsLeftWhenTheLastWatcherHasGone() {
        Fence fence = store.running();
        List<Cursor> cursors = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            cursors.add(streams.open(fence.taskId(), 0, () -> {}).orElseThrow());
        }
        assertThat(streams.watchers()).isEqualTo(20);
        assertThat(streams.tails()).isEqualTo(1);
        cursors.forEach(Cursor::close);
        cursors.forEach(Cursor::close);
        assertThat(streams.watchers()).isZero();
        assertThat(streams.tails()).isZero();
    }
}
