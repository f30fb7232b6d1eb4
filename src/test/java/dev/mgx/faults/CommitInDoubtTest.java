package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.store.Store;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The outcome of the commit of a person's answer is unknown: the person is told so in time, nobody else is blocked, and
 * the run receives the answer if it was recorded after all.
 */
@Tag("stability")
@Timeout(120)
class CommitInDoubtTest {
    @TempDir
    Path folder;

    /** A disk that blocks the next commit until it is released. */
    private static final class SilentDisk implements CommitProbe, AutoCloseable {
        private final Semaphore arrived = new Semaphore(0);
        private final CountDownLatch letThrough = new CountDownLatch(1);
        private volatile boolean silent;

        @Override
        public void before(long commit) {
            if (silent) {
                arrived.release();
                try {
                    letThrough.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void after(long commit) {}

        /** Releases all commits from now on. */
        @Override
        public void close() {
            silent = false;
            letThrough.countDown();
        }
    }

    /** Asks a person, and ends with the answer. */
    private static final Workflow ASKS = new Workflow() {
        @Override
        public Map<String, @Nullable Object> startDetails(Task task) {
            return Map.of();
        }

        @Override
        public WorkflowResult run(Run run) throws InterruptedException {
            EventDraft question = EventDraft.of(EventType.APPROVAL_REQUEST, "Right?");
            var answer = run.receive("approval", "approval", Duration.ofHours(1), question, said -> said);
            String summary = String.valueOf(answer.orElseThrow().get("comment"));
            return new WorkflowResult.Succeeded(summary, Map.of("summary", summary));
        }
    };

    @Test
    void whoAnswersIsToldInTimeThatItIsNotKnownAndTheRunTakesTheAnswerAllTheSame() throws Exception {
        SilentDisk disk = new SilentDisk();
        try (Store store = Store.open(
                        folder, Clock.systemUTC(), () -> UUID.randomUUID().toString(), disk);
                Engine engine = Engine.start(
                        store, ASKS, EngineLimits.DEFAULT, Clock.systemUTC(), System::nanoTime, Recovery.RESUME);
                var people = Executors.newVirtualThreadPerTaskExecutor();
                disk) { // closed first: the others wait for it
            CountDownLatch over = new CountDownLatch(1);
            String first = asking(store, engine);
            String second = asking(store, engine);
            store.journal().listen(endOf(first, over));
            disk.silent = true;
            Future<?> approval = people.submit(() -> engine.approve(first, true, "yes"));
            assertThat(disk.arrived.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> engine.approve(second, true, "yes")).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> engine.say(second, "hello")).isInstanceOf(StoreUnavailable.class);
            Throwable outcome =
                    catchThrowable(() -> approval.get(60, TimeUnit.SECONDS)).getCause();
            assertThat(outcome).isInstanceOfAny(OutcomeUnknown.class, StoreUnavailable.class);
            disk.close();
            if (outcome instanceof StoreUnavailable) { // the disk was busy with another write: nothing was recorded
                engine.approve(first, true, "yes");
            }
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(store.tasks().state(first).orElseThrow().finalResult()).containsEntry("summary", "yes");
            assertThat(Invariants.types(Invariants.checkOver(store, first))).containsOnlyOnce("USER_MESSAGE");
        }
    }

    private static String asking(Store store, Engine engine) throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        store.journal().listen(listener(() -> asked.countDown(), "APPROVAL_REQUEST"));
        String id = store.tasks().create(null, "x", TaskOptions.DEFAULT).id();
        engine.run(id, RunRequest.FRESH);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        return id;
    }

    private static JournalListener endOf(String wanted, CountDownLatch over) {
        return new JournalListener() {
            @Override
            public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
                if (taskId.equals(wanted) && head.over()) {
                    over.countDown();
                }
            }

            @Override
            public void deleted(String taskId) {}
        };
    }

    private static JournalListener listener(Runnable action, String type) {
        return new JournalListener() {
            @Override
            public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
                if (events.stream().anyMatch(event -> event.toString().contains(type))) {
                    action.run();
                }
            }

            @Override
            public void deleted(String taskId) {}
        };
    }
}
