package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.WriteRefused;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.testing.Await;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(40)
abstract class WriterContract extends DatabaseFixture {
    private final CommitGate gate = new CommitGate();

    WriterContract(TestDatabase database) {
        super(database);
    }

    /** Blocks a write at the gate; later writes share the next commit. */
    private Producer<List<Event>> hold(StoreFixture store, Fence fence) {
        gate.shut();
        Producer<List<Event>> first = Producer.start(() -> store.log(fence, "held"));
        gate.awaitArrival();
        return first;
    }

    @Test
    void manyProducersOnSeveralTasksGetGaplessSequences() throws Exception {
        try (StoreFixture store = open()) {
            List<Fence> fences = List.of(store.running(), store.running(), store.running());
            List<Producer<Boolean>> producers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                Fence fence = fences.get(i % 3);
                producers.add(Producer.start(() -> {
                    for (int n = 0; n < 20; n++) {
                        List<Event> events = store.append(
                                fence, EventDraft.of(EventType.LOG, "one"), EventDraft.of(EventType.LOG, "two"));
                        assertThat(events.get(1).eventId())
                                .isEqualTo(events.get(0).eventId() + 1);
                    }
                    return true;
                }));
            }
            for (Producer<Boolean> producer : producers) {
                assertThat(producer.result()).isTrue();
            }
            for (Fence fence : fences) {
                assertThat(store.store().journal().last(fence.taskId())).isEqualTo(1 + 8 * 20 * 2);
                store.check(fence.taskId());
            }
        }
    }

    @Test
    void whatWaitsTogetherIsCommittedTogether() throws Exception {
        try (StoreFixture store = open(gate)) {
            Fence fence = store.running();
            Producer<List<Event>> held = hold(store, fence);
            long before = gate.commits();
            List<Producer<List<Event>>> producers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                producers.add(Producer.start(() -> store.log(fence, "waits")));
            }
            CommitGate.awaitHandedIn(producers.stream().map(Producer::thread).toList());
            gate.open();
            assertThat(held.result()).hasSize(1);
            for (Producer<List<Event>> producer : producers) {
                assertThat(producer.result()).hasSize(1);
            }
            assertThat(gate.commits()).isEqualTo(before + 2);
            store.check(fence.taskId());
        }
    }

    @Test
    void nothingIsSeenOrToldBeforeItIsDurable() throws Exception {
        try (StoreFixture store = open(gate)) {
            Fence fence = store.running();
            Heard heard = new Heard();
            store.store().journal().listen(heard);
            Producer<List<Event>> held = hold(store, fence);
            assertThat(store.store().journal().after(fence.taskId(), 1, 10)).isEmpty();
            assertThat(store.store().journal().last(fence.taskId())).isEqualTo(1);
            assertThat(heard.events).hasValue(0);
            gate.open();
            assertThat(held.result()).hasSize(1);
            assertThat(store.store().journal().after(fence.taskId(), 1, 10)).hasSize(1);
            assertThat(heard.events).hasValue(1);
        }
    }

    @Test
    void oneRefusedWriteTakesNoOtherWithIt() throws Exception {
        AtomicInteger ids = new AtomicInteger();
        try (Store store =
                Store.open(folder, url, Clock.systemUTC(), () -> "t" + Math.min(3, ids.incrementAndGet()), gate)) {
            for (int i = 0; i < 3; i++) {
                store.tasks().create(null, "x", TaskOptions.DEFAULT);
            }
            assertThat(store.queue().enqueue("t1", RunRequest.FRESH, 9)).isEqualTo(new Enqueued.Queued(1));
            EventDraft start = EventDraft.of(EventType.TASK_START, "x");
            EventDraft log = EventDraft.of(EventType.LOG, "x");
            Fence fence = store.claims()
                    .claimNext(offer -> List.of(start))
                    .orElseThrow()
                    .fence();
            assertThat(store.queue().enqueue("t2", RunRequest.FRESH, 9)).isEqualTo(new Enqueued.Queued(1));

            Callable<List<Event>> good =
                    () -> store.journal().append(fence, new AppendRequest(List.of(log), List.of(), 0));
            gate.shut();
            List<Producer<?>> fine = new ArrayList<>(List.of(Producer.start(good)));
            gate.awaitArrival();
            fine.add(Producer.start(good));
            Producer<?> overtaken = Producer.start(() -> store.journal()
                    .append(new Fence("t1", fence.epoch() - 1), new AppendRequest(List.of(log), List.of(), 0)));
            fine.add(Producer.start(good));
            Producer<?> illegal = Producer.start(() ->
                    store.journal().append(fence, new AppendRequest(List.of(log, start), List.of(), 0)));
            Producer<?> doubled = Producer.start(() -> store.tasks().create(null, "x", TaskOptions.DEFAULT));
            fine.add(Producer.start(good));
            Producer<?> error = Producer.start(() -> store.claims().claimNext(offer -> {
                throw new StackOverflowError("deep");
            }));
            fine.add(Producer.start(good));
            List<Producer<?>> all = new ArrayList<>(fine.subList(1, fine.size()));
            all.addAll(List.of(overtaken, illegal, doubled, error));
            CommitGate.awaitHandedIn(all.stream().map(Producer::thread).toList());
            gate.open();

            for (Producer<?> producer : fine) {
                assertThat(producer.result()).isNotNull();
            }
            assertThat(overtaken.failure()).isInstanceOf(StaleEpoch.class);
            assertThat(illegal.failure()).isInstanceOf(IllegalStateException.class);
            assertThat(doubled.failure()).isInstanceOf(WriteRefused.class).hasMessageContaining("constraint");
            assertThat(error.failure()).isInstanceOf(StackOverflowError.class);
            assertThat(store.healthy()).isTrue();
            assertThat(store.journal().last("t1")).isEqualTo(1 + fine.size());
            assertThat(store.tasks().state("t2").orElseThrow().queuePosition()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptTakesBackAWriteThatHasNotBegun() throws Exception {
        try (StoreFixture store = open(gate)) {
            Fence fence = store.running();
            Producer<List<Event>> begun = hold(store, fence);
            Producer<Boolean> waiting = Producer.start(() -> {
                assertThatThrownBy(() -> store.log(fence, "taken back"))
                        .isInstanceOf(StoreUnavailable.class)
                        .hasMessageContaining("interrupted before it began");
                return Thread.currentThread().isInterrupted();
            });
            CommitGate.awaitHandedIn(List.of(waiting.thread()));
            waiting.thread().interrupt();
            assertThat(waiting.result()).isTrue(); // while the writer is still blocked at the gate
            gate.open();
            assertThat(begun.result()).hasSize(1);
            assertThat(store.log(fence, "after").getFirst().eventId()).isEqualTo(3);
        }
    }

    @Test
    void anInterruptLetsAWriteThatHasBegunFinish() throws Exception {
        try (StoreFixture store = open(gate)) {
            Fence fence = store.running();
            gate.shut();
            Producer<Boolean> begun = Producer.start(() -> {
                assertThat(store.log(fence, "begun")).hasSize(1);
                return Thread.currentThread().isInterrupted();
            });
            gate.awaitArrival();
            begun.thread().interrupt();
            gate.open();
            assertThat(begun.result()).isTrue();
            assertThat(store.store().journal().last(fence.taskId())).isEqualTo(2);
        }
    }

    @Test
    void whoeverIsInterruptedKnowsWhetherItsWriteIsThere() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        try (StoreFixture store = open()) {
            Fence fence = store.running();
            AtomicInteger recorded = new AtomicInteger();
            List<Producer<Boolean>> producers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                producers.add(Producer.start(() -> {
                    for (int n = 0; n < 60; n++) {
                        try {
                            store.log(fence, "x");
                            recorded.incrementAndGet();
                        } catch (StoreUnavailable e) {
                            assertThat(e).hasMessageContaining("interrupted");
                        }
                        assertThat(Thread.interrupted()).isIn(true, false); // clear it for the next round
                    }
                    return true;
                }));
            }
            while (producers.stream().anyMatch(producer -> producer.thread().isAlive())) {
                producers.get(random.nextInt(producers.size())).thread().interrupt();
                Thread.onSpinWait();
            }
            for (Producer<Boolean> producer : producers) {
                assertThat(producer.result()).isTrue();
            }
            assertThat(store.store().journal().last(fence.taskId())).isEqualTo(1 + recorded.get());
            store.check(fence.taskId());
        }
    }

    @Test
    void closingLetsQueuedWritesFinishAndRefusesLaterOnes() throws Exception {
        Fence fence;
        try (StoreFixture store = open(gate)) {
            fence = store.running();
            Producer<List<Event>> held = hold(store, fence);
            List<Producer<List<Event>>> queued = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                queued.add(Producer.start(() -> store.log(fence, "queued")));
            }
            CommitGate.awaitHandedIn(queued.stream().map(Producer::thread).toList());
            Producer<Boolean> closing = Producer.start(() -> {
                store.store().close();
                return true;
            });
            Await.until(() -> closing.thread().getState() == Thread.State.TIMED_WAITING); // for the writer
            assertThatThrownBy(() -> store.log(fence, "late"))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessage("The database is closed");
            gate.open();
            assertThat(closing.result()).isTrue();
            assertThat(held.result()).hasSize(1);
            for (Producer<List<Event>> producer : queued) {
                assertThat(producer.result()).hasSize(1);
            }
            assertThatThrownBy(() -> store.log(fence, "later still")).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> store.store().journal().last(fence.taskId()))
                    .isInstanceOf(StoreUnavailable.class);
            assertThat(store.store().healthy()).isFalse();
        }
        try (StoreFixture store = open()) {
            assertThat(store.store().journal().last(fence.taskId())).isEqualTo(22);
        }
    }
}
