package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.Claim;
import dev.mgx.store.Store;
import dev.mgx.store.journal.Fence;
import dev.mgx.task.TaskState;
import dev.mgx.testing.Chances;
import dev.mgx.testing.Draw;
import dev.mgx.testing.Invariants;
import dev.mgx.testing.Property;
import dev.mgx.testing.SharedFolder;
import dev.mgx.testing.Soak;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Owners claim a run, lose it to a takeover and write late, in any order: only one owns it at a time. */
@Timeout(120)
@Tag("soak")
class RunOwnersTest {
    private static @Nullable SharedFolder folder;
    private static @Nullable Store opened;

    /** An action of an owner, or from outside. */
    enum Act {
        CLAIM,
        TAKE_OVER,
        FENCE,
        SAY,
        ASK,
        FINISH_A_STEP,
        BEAT,
        HAND_OVER,
        END
    }

    /** @param back which owner acts: 0 is the latest, 1 the one before */
    record Move(Act act, int back) {}

    @BeforeAll
    static void open() throws IOException {
        folder = new SharedFolder("mgx-owners");
        opened = EngineFixture.open(folder.path());
    }

    @AfterAll
    static void close() throws IOException {
        store().close();
        Objects.requireNonNull(folder).close();
    }

    private static Store store() {
        return Objects.requireNonNull(opened);
    }

    private static Draw<List<Move>> moves() {
        Draw<Act> acts = new Chances<Act>()
                .of(8, Act.CLAIM)
                .of(8, Act.TAKE_OVER)
                .of(1, Act.FENCE)
                .of(4, Act.SAY)
                .of(1, Act.ASK)
                .of(3, Act.FINISH_A_STEP)
                .of(3, Act.BEAT)
                .of(3, Act.HAND_OVER)
                .of(1, Act.END);
        Draw<Integer> back = Draw.oneOf(0, 0, 1, 2);
        return Draw.sequence(5, Soak.of(40, 900), random -> new Move(acts.from(random), back.from(random)));
    }

    @Test
    void onlyTheOwnerRecordsAnythingAndTheThirdTakeoverWithoutProgressEndsTheRun() throws Exception {
        Property.of(21, 20).holdsForAllSequences(moves(), RunOwnersTest::assertOneHasTheRunAtATime);
    }

    private static void assertOneHasTheRunAtATime(List<Move> moves) {
        RunOwners real = new RunOwners(store());
        RunOwnersModel model = new RunOwnersModel();
        for (int i = 0; i < moves.size(); i++) {
            move(real, model, moves.get(i), i);
            TaskState state = store().tasks().state(real.taskId()).orElseThrow();
            assertThat(state.status()).isEqualTo(model.status());
            assertThat(state.run()).isEqualTo(model.run());
            assertThat(state.attempt()).isEqualTo(model.attempt());
            assertThat(state.lastEventId()).isEqualTo(model.log().size());
        }
        for (int who = 0; who < model.owners(); who++) {
            assertThat(real.says(who, "message at the end")).isEqualTo(model.says(who, "message at the end"));
        }
        assertThat(real.fences().stream().map(Fence::epoch)).isSorted().doesNotHaveDuplicates();
        assertThat(Invariants.check(store(), real.taskId()).stream().map(RunOwnersTest::described))
                .isEqualTo(model.log());
    }

    private static void move(RunOwners real, RunOwnersModel model, Move move, int at) {
        int who = model.owners() - 1 - move.back();
        switch (move.act()) {
            case CLAIM -> assertThat(real.claim().isPresent()).isEqualTo(model.claim());
            case TAKE_OVER -> assertTakenOver(real.takeOver(), model);
            case FENCE -> assertThat(real.fence()).isEqualTo(model.fence());
            default -> {
                if (who >= 0) {
                    act(real, model, move.act(), who, at);
                }
            }
        }
    }

    private static void assertTakenOver(Optional<Claim> claim, RunOwnersModel model) {
        assertThat(claim.isPresent()).isEqualTo(model.takeOver());
        claim.ifPresent(taken -> {
            assertThat(taken.takeovers()).isEqualTo(model.takeovers());
            assertThat(taken.usedMillis()).isEqualTo(model.usedMillis());
        });
    }

    private static void act(RunOwners real, RunOwnersModel model, Act act, int who, int at) {
        String text = "message at " + at;
        switch (act) {
            case SAY -> assertThat(real.says(who, text)).isEqualTo(model.says(who, text));
            case ASK -> assertThat(real.asks(who)).isEqualTo(model.asks(who));
            case FINISH_A_STEP ->
                assertThat(real.finishesAStep(who, "step-" + at)).isEqualTo(model.finishesAStep(who));
            case END -> assertThat(real.ends(who)).isEqualTo(model.ends(who));
            case BEAT -> {
                real.beats(who, at);
                model.beats(who, at);
            }
            case HAND_OVER -> {
                real.handsOver(who);
                model.handsOver(who);
            }
            case CLAIM, TAKE_OVER, FENCE -> throw new IllegalArgumentException("not done by an owner: " + act);
        }
    }

    /** An event's type, or for an owner's text the text. */
    private static String described(Map<String, @Nullable Object> event) {
        String message = String.valueOf(Invariants.detail(event, "message"));
        return message.startsWith("message") ? message : String.valueOf(event.get("event_type"));
    }

    /** Each owner writes on a thread of its own until it is fenced, while the next one takes the run over. */
    @Test
    void noEventOfAnOwnerFollowsOneOfTheNext() throws Exception {
        Property.of(22, 4).holds(RunOwnersTest::assertInTheOrderOfTheOwners);
    }

    private static void assertInTheOrderOfTheOwners(Random random) throws Exception {
        RunOwners real = new RunOwners(store());
        int owners = Soak.of(8, 60);
        AtomicBoolean over = new AtomicBoolean();
        List<Future<List<String>>> recorded = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int who = 0; who < owners; who++) {
                int owner = who;
                assertThat(who == 0 ? real.claim() : real.takeOver()).isPresent();
                assertThat(real.finishesAStep(owner, "step-" + owner)).isTrue(); // progress
                CountDownLatch some = new CountDownLatch(random.nextInt(6));
                recorded.add(threads.submit(() -> appendsUntilFenced(real, owner, some, over)));
                some.await();
            }
            assertThat(real.fence()).isTrue();
            over.set(true);
        }
        List<String> all = new ArrayList<>();
        for (Future<List<String>> each : recorded) {
            all.addAll(each.get());
        }
        assertThat(Invariants.check(store(), real.taskId()).stream()
                        .map(RunOwnersTest::described)
                        .filter(text -> text.startsWith("message")))
                .as("the acknowledged events, in the order of the owners")
                .isEqualTo(all);
    }

    private static List<String> appendsUntilFenced(RunOwners real, int owner, CountDownLatch some, AtomicBoolean over) {
        List<String> recorded = new ArrayList<>();
        String text = "message by " + owner + ": 0";
        while (!over.get() && real.says(owner, text)) {
            recorded.add(text);
            some.countDown();
            text = "message by " + owner + ": " + recorded.size();
        }
        assertThat(real.says(owner, "message too late")).isFalse();
        return recorded;
    }
}
