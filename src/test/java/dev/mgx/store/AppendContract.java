package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.Journal;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.task.WaitingFor;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An append goes on from the state that is known, and looks at the row's sequence and epoch alone. */
@Timeout(40)
abstract class AppendContract extends DatabaseFixture {
    private final CommitGate gate = new CommitGate();

    AppendContract(TestDatabase database) {
        super(database);
    }

    /** A run whose row and events nobody can read: whoever tries finds out. */
    private Fence unreadable(StoreFixture store) {
        Fence fence = store.running();
        store.append(
                fence,
                EventDraft.of(EventType.APPROVAL_REQUEST, "Is it so?")
                        .with("progress", 0.5)
                        .with("waiting_for", new WaitingFor("approval", Instant.EPOCH, null)));
        try (TamperedRows rows = TamperedRows.of(folder, url)) {
            rows.set(fence.taskId(), "state", "?");
            rows.set(fence.taskId(), "request", "?");
            rows.setBodies(fence.taskId(), "?");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return fence;
    }

    private static TaskState state(StoreFixture store, Fence fence) {
        return store.store().tasks().state(fence.taskId()).orElseThrow();
    }

    @Test
    void anAppendReadsNeitherTheStateNorTheRequestOfItsTask() {
        try (StoreFixture store = open()) {
            Fence fence = unreadable(store);
            assertThat(store.log(fence, "goes on")).extracting(Event::eventId).containsExactly(3L);
            assertThat(state(store, fence).progress()).isEqualTo(0.5);
            assertThat(state(store, fence).lastMessage()).isEqualTo("goes on");
        }
    }

    @Test
    void theEndOfARunReadsNeither() {
        try (StoreFixture store = open()) {
            Fence fence = unreadable(store);
            store.fail(fence);
            assertThat(state(store, fence).status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state(store, fence).progress()).isEqualTo(0.5);
        }
    }

    @Test
    void whatPeopleSayToARunReadsNeither() {
        try (StoreFixture store = open()) {
            Fence fence = unreadable(store);
            Inbox inbox = store.store().inbox();
            EventDraft event = EventDraft.of(EventType.USER_MESSAGE, "In blue");
            assertThat(inbox.answer(fence.taskId(), new Change.MessageSent("other", Map.of()), event))
                    .isFalse();
            assertThat(inbox.answer(fence.taskId(), new Change.MessageSent("approval", Map.of()), event))
                    .isTrue();
            assertThat(inbox.say(fence.taskId(), "In blue", event)).isTrue();
            assertThat(state(store, fence).lastEventId()).isEqualTo(4);
            assertThat(state(store, fence).progress()).isEqualTo(0.5);
        }
    }

    @Test
    void aRunThatIsGoneOnWithAfterARestartIsReadOnce() {
        String id;
        try (StoreFixture store = open()) {
            Fence fence = store.running();
            id = fence.taskId();
            store.append(fence, EventDraft.of(EventType.LOG, "half done").with("progress", 0.5));
        }
        try (StoreFixture store = open()) {
            Fence fence = store.store().claims().takeOver(id).orElseThrow().fence();
            store.log(fence, "goes on");
            assertThat(state(store, fence).progress()).isEqualTo(0.5);
            store.succeed(fence);
            store.check(id);
        }
    }

    @Test
    void whatAnotherNodeHasWrittenInBetweenIsReadBeforeTheAppendIsTriedAgain() {
        try (StoreFixture store = open()) {
            Fence fence = store.running();
            TaskState before = state(store, fence);
            try (TamperedRows rows = TamperedRows.of(folder, url)) {
                assertThat(TamperedRows.append(rows.sql(), before, otherNode(before)))
                        .isTrue();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
            assertThat(store.log(fence, "three")).extracting(Event::eventId).containsExactly(3L);
            assertThat(state(store, fence).progress()).isEqualTo(0.7);
            store.check(fence.taskId());
        }
    }

    /** An event of another node after {@code before}. */
    private static Event otherNode(TaskState before) {
        return EventDraft.of(EventType.LOG, "another node")
                .with("progress", 0.7)
                .recorded(before.taskId(), before.lastEventId() + 1, Instant.now());
    }

    @Test
    void whatWasTakenBackIsNeverGoneOnFrom() throws Exception {
        try (StoreFixture store = open(gate)) {
            Fence fence = store.running();
            String id = fence.taskId();
            TaskState before = state(store, fence);
            Journal journal = store.store().journal();
            Fence another = store.running();
            gate.shut();
            Producer<List<Event>> held = Producer.start(() -> store.log(another, "held"));
            gate.awaitArrival();

            Producer<Boolean> takenBack = handIn(() -> journal.write(
                    id,
                    (tx, known) -> {
                        journal.appendIn(
                                tx,
                                fence,
                                new AppendRequest(List.of(EventDraft.of(EventType.LOG, "taken back")), List.of(), 0),
                                known);
                        throw new IllegalStateException("refused");
                    },
                    WriteTimeouts.LIMITED));
            Producer<Boolean> other = handIn(() -> journal.write(
                    id,
                    (tx, known) -> TamperedRows.append(tx.sql(), before, otherNode(before)),
                    WriteTimeouts.LIMITED));
            Producer<String> next = handIn(() -> journal.write(
                    id,
                    (tx, known) -> String.valueOf(
                            journal.state(tx, id, known).orElseThrow().lastMessage()),
                    WriteTimeouts.LIMITED));
            gate.open();

            assertThat(takenBack.failure()).hasMessage("refused");
            assertThat(other.result()).isTrue();
            assertThat(next.result()).isEqualTo("another node");
            assertThat(held.result()).hasSize(1);
            store.log(fence, "goes on");
            store.check(id);
        }
    }

    private static <T> Producer<T> handIn(Callable<T> work) throws Exception {
        Producer<T> producer = Producer.start(work);
        CommitGate.awaitHandedIn(List.of(producer.thread()));
        return producer;
    }

    @Test
    void appendsSideBySideToOneTaskFollowEachOtherInOneCommit() throws Exception {
        try (StoreFixture store = open(gate)) {
            Fence fence = store.running();
            gate.shut();
            Producer<List<Event>> held = Producer.start(() -> store.log(fence, "held"));
            gate.awaitArrival();
            List<Producer<List<Event>>> producers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                producers.add(handIn(() -> store.append(fence, EventDraft.of(EventType.LOG, "x"))));
            }
            long before = gate.commits();
            gate.open();
            assertThat(held.result()).hasSize(1);
            for (int i = 0; i < 5; i++) {
                assertThat(producers.get(i).result()).extracting(Event::eventId).containsExactly(3L + i);
            }
            assertThat(gate.commits()).isEqualTo(before + 2); // none was tried a second time
            store.check(fence.taskId());
        }
    }
}
