package dev.mgx.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mgx.json.Json;
import dev.mgx.store.DatabaseFixture;
import dev.mgx.store.EndRecord;
import dev.mgx.store.TamperedRows;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.FeedEntry;
import dev.mgx.task.FeedEntry.Change;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskStatus;
import dev.mgx.task.WaitingFor;
import dev.mgx.testing.Await;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The feed of all tasks: one order, in which nothing is missed and nothing comes twice. */
@Timeout(40)
public abstract class FeedContract extends DatabaseFixture {
    private static final int ALL = 10_000;

    public FeedContract(TestDatabase database) {
        super(database);
    }

    private static List<FeedEntry> entries(StoreFixture store, long since) {
        return store.store().journal().feed().after(since, ALL).stream()
                .map(each -> Json.read(new String(each.json(), StandardCharsets.UTF_8), FeedEntry.class))
                .toList();
    }

    @Test
    void tellsBeginningsWaitsAndEndsAlsoAfterARestart() {
        String id;
        List<FeedEntry> told;
        try (StoreFixture store = open()) {
            id = store.create();
            Fence fence = store.running(id);
            store.log(fence, "nothing to tell");
            WaitingFor person = new WaitingFor("approval", Instant.EPOCH, null);
            store.append(
                    fence, EventDraft.of(EventType.APPROVAL_REQUEST, "Approve").with("waiting_for", person));
            store.append(fence, EventDraft.of(EventType.LOG, "Approved").with("waiting_for", null));
            store.fail(fence);
            told = entries(store, 0);
        }
        assertThat(told)
                .extracting(FeedEntry::change)
                .containsExactly(Change.QUEUED, Change.STARTED, Change.WAITING, Change.CONTINUED, Change.ENDED);
        assertThat(told).extracting(FeedEntry::position).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(told)
                .extracting(FeedEntry::status)
                .containsExactly(
                        TaskStatus.PENDING,
                        TaskStatus.RUNNING,
                        TaskStatus.RUNNING,
                        TaskStatus.RUNNING,
                        TaskStatus.FAILED);
        assertThat(told.get(2).waitingFor()).isEqualTo(new WaitingFor("approval", Instant.EPOCH, null));
        assertThat(told.get(2).eventId()).isEqualTo(3);
        assertThat(told.getLast().errorType()).isEqualTo(ErrorType.INTERNAL);
        assertThat(told).extracting(FeedEntry::taskId).containsOnly(id);

        try (StoreFixture store = open()) {
            assertThat(entries(store, 0)).isEqualTo(told);
            store.succeed(store.running(id));
            assertThat(entries(store, 5))
                    .extracting(FeedEntry::position, FeedEntry::change, FeedEntry::errorType)
                    .containsExactly(
                            tuple(6L, Change.QUEUED, null),
                            tuple(7L, Change.STARTED, null),
                            tuple(8L, Change.ENDED, null));
            assertThat(store.store().journal().feed().last()).isEqualTo(8);
        }
    }

    @Test
    void tellsOfAFollowUpAfterTheEndOfTheRunBefore() {
        try (StoreFixture store = open()) {
            String id = store.create();
            Fence fence = store.running(id);
            store.store().inbox().say(id, "More", EventDraft.of(EventType.USER_MESSAGE, "More"));
            EventDraft end = EventDraft.of(EventType.TASK_COMPLETE, "Done");
            store.store().claims().end(fence, new EndRecord(List.of(end), 0, null, true));
            assertThat(entries(store, 2)).extracting(FeedEntry::change).containsExactly(Change.ENDED, Change.QUEUED);
            assertThat(entries(store, 3).getFirst().status()).isEqualTo(TaskStatus.PENDING);
        }
    }

    @Test
    void tellsThatATaskIsGoneAndNothingElseOfIt() throws Exception {
        try (StoreFixture store = open()) {
            String gone = store.create();
            String kept = store.create();
            store.succeed(store.running(gone));
            store.succeed(store.running(kept));
            store.store().claims().delete(gone);

            List<FeedEntry> told = entries(store, 0);
            assertThat(told.subList(0, told.size() - 1))
                    .extracting(FeedEntry::taskId)
                    .containsOnly(kept);
            assertThat(told.getLast().change()).isEqualTo(Change.DELETED);
            assertThat(told.getLast().taskId()).isEqualTo(gone);
            assertThat(told.getLast().position()).isEqualTo(7);
            store.store().claims().delete(kept);
            try (TamperedRows rows = TamperedRows.of(folder, url)) {
                Await.until(() -> rows.count("feed", gone) == 0 && rows.count("feed", kept) == 0);
            }
            store.enqueue(store.create(), RunRequest.FRESH);
            assertThat(entries(store, 0)).extracting(FeedEntry::position).containsExactly(7L, 8L, 9L);
        }
    }

    @Test
    void forgetsAfterAMonthThatATaskIsGone() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        String later;
        try (StoreFixture store = open(CommitProbe.NONE, Clock.fixed(now, ZoneOffset.UTC))) {
            store.store().claims().delete(store.create());
            later = store.create();
            assertThat(entries(store, 0)).hasSize(1);
        }
        Clock inAMonth = Clock.fixed(now.plus(Duration.ofDays(31)), ZoneOffset.UTC);
        try (StoreFixture store = open(CommitProbe.NONE, inAMonth)) {
            assertThat(entries(store, 0)).hasSize(1);
            store.store().claims().delete(later);
            assertThat(entries(store, 0)).extracting(FeedEntry::position).containsExactly(2L);
        }
    }

    @Test
    void aReaderMissesNothingOfWhatManyWrite() throws Exception {
        int writers = 6;
        int tasks = 10;
        try (StoreFixture store = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                writing.add(threads.submit(() -> {
                    for (int j = 0; j < tasks; j++) {
                        String id = store.create();
                        store.enqueue(id, RunRequest.FRESH);
                        assertThat(store.store()
                                        .queue()
                                        .cancel(
                                                id,
                                                List.of(
                                                        EventDraft.of(EventType.TASK_START, "Started"),
                                                        EventDraft.of(EventType.TASK_CANCELLED, "Stopped"))))
                                .isTrue();
                    }
                }));
            }
            List<Long> seen = new ArrayList<>();
            int all = 3 * writers * tasks;
            while (seen.size() < all) {
                long since = seen.isEmpty() ? 0 : seen.getLast();
                store.store().journal().feed().after(since, 7).stream()
                        .map(Feed.Recorded::position)
                        .forEach(seen::add);
            }
            for (Future<?> each : writing) {
                each.get(20, TimeUnit.SECONDS);
            }
            assertThat(seen)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, all).boxed().toList());
        }
    }

    /** A second server on the same database, which has taken a position and not committed it. */
    @Test
    void nothingIsCommittedBeforeWhatHasAnEarlierPosition() throws Exception {
        try (StoreFixture store = open();
                TamperedRows other = TamperedRows.of(folder, url);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String id = store.create();
            other.connection().setAutoCommit(false);
            other.sql().update("INSERT INTO feed_end (id, position) VALUES (1, 1)");
            other.sql()
                    .update(
                            "INSERT INTO feed (position, task_id, change, body, recorded_at) VALUES (1, ?, 'started', ?, 0)",
                            id,
                            Json.write(FeedEntry.without(1, Change.STARTED, Instant.EPOCH, id)));
            Future<?> ours = threads.submit(() -> store.enqueue(id, RunRequest.FRESH));
            for (int i = 0; i < 20; i++) {
                assertThat(entries(store, 0)).isEmpty();
            }
            assertThat(ours.isDone()).isFalse();
            other.connection().commit();
            ours.get(20, TimeUnit.SECONDS);
            assertThat(entries(store, 0)).extracting(FeedEntry::position).containsExactly(1L, 2L);
        }
    }
}
