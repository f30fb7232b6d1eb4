package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.stream.Cursor;
import dev.mgx.stream.Next;
import dev.mgx.stream.Streams;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk takes seconds for each sync: runs are delayed, nobody sees what is not durable yet, and readers do not wait
 * for it.
 */
@Tag("stability")
@Timeout(60)
class SlowDiskTest {
    @TempDir
    Path folder;

    private long lastSeen;

    /** A disk whose syncs block until they are released. */
    private static final class SlowDisk implements CommitProbe {
        private final Semaphore arrived = new Semaphore(0);
        private final Semaphore passes = new Semaphore(0);
        private volatile boolean slow;

        @Override
        public void before(long commit) {
            if (slow) {
                arrived.release();
                passes.acquireUninterruptibly();
            }
        }

        @Override
        public void after(long commit) {}

        void awaitSync() throws InterruptedException {
            assertThat(arrived.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }

        void quicken() {
            slow = false;
            passes.release(1_000);
        }
    }

    @Test
    void whoReadsIsAnsweredMeanwhileAndOnlyWhatIsOnTheDiskIsSeen() throws Exception {
        SlowDisk disk = new SlowDisk();
        SmallTeam team = new SmallTeam(folder.resolve("ledger"));
        try (Store store = open(disk);
                Streams streams = new Streams(store, Duration.ofMillis(50));
                Engine engine = start(store, team)) {
            CountDownLatch over = FirstEnd.of(store);
            String id = store.tasks().create(null, "x", TaskOptions.DEFAULT).id();
            Cursor cursor = streams.open(id, 0, () -> {}).orElseThrow();
            engine.run(id, RunRequest.FRESH);
            disk.slow = true;
            for (int sync = 1; sync <= 4; sync++) {
                disk.awaitSync();
                long durable = store.journal().last(id);
                assertThat(store.tasks().state(id).orElseThrow().lastEventId()).isEqualTo(durable);
                assertThat(store.journal().after(id, 0, 100)).hasSize((int) durable);
                cursor.load();
                assertThat(seen(cursor)).as("by sync %d", sync).isLessThanOrEqualTo(durable);
                disk.passes.release();
            }
            disk.quicken();
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Invariants.checkOver(store, id)).isNotEmpty();
            assertThat(store.tasks().state(id).map(TaskState::status)).contains(TaskStatus.SUCCEEDED);
            assertThat(team.entered()).doesNotHaveDuplicates();
            cursor.close();
        } finally {
            disk.quicken();
        }
    }

    private long seen(Cursor cursor) {
        while (cursor.next(1_000_000) instanceof Next.Events(var events)) {
            lastSeen = events.getLast().eventId();
        }
        return lastSeen;
    }

    @Test
    void theDeadlineOfARunHoldsAndItsEndIsRecordedWhenTheDiskHasTakenIt() throws Exception {
        SlowDisk disk = new SlowDisk();
        try (Store store = open(disk);
                Engine engine = start(store, new SmallTeam(folder.resolve("ledger")))) {
            CountDownLatch over = FirstEnd.of(store);
            TaskOptions brief = new TaskOptions(1, null, null, null, null, null);
            String id = store.tasks().create(null, "x", brief).id();
            disk.slow = true;
            Thread asking = Thread.ofVirtual().start(() -> engine.run(id, RunRequest.FRESH));
            disk.awaitSync();
            disk.passes.release(); // it is queued
            asking.join();
            disk.awaitSync();
            disk.passes.release(); // it has started
            disk.awaitSync();
            awaitTermination(id, over); // its time limit of one second passes while it waits for the disk
            disk.quicken();
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Invariants.checkOver(store, id)).isNotEmpty();
            assertThat(store.tasks().state(id).orElseThrow().errorMessage())
                    .startsWith("Task exceeded maximum duration of 1 seconds");
        } finally {
            disk.quicken();
        }
    }

    /** Waits until the run's termination has started; it cannot be recorded yet. */
    private static void awaitTermination(String taskId, CountDownLatch over) throws InterruptedException {
        for (int looks = 0; !isAlive("mgx-end-" + taskId); looks++) {
            assertThat(looks).as("looks for the end of the run").isLessThan(400);
            assertThat(over.await(50, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static boolean isAlive(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(alive -> alive.getName().equals(thread));
    }

    private Store open(CommitProbe disk) {
        return Store.open(
                folder.resolve("data"),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                disk);
    }

    private static Engine start(Store store, SmallTeam team) {
        return Engine.start(store, team, EngineLimits.DEFAULT, Clock.systemUTC(), System::nanoTime, Recovery.RESUME);
    }
}
