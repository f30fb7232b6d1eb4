package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import dev.mgx.testing.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process is halted at every journal write in turn; another continues its run, and the journal is checked. */
@Tag("stability")
@Timeout(300)
class HaltedAtEveryWriteTest {
    private static final List<String> STEPS = List.of("plan", "file:A.java", "file:B.java", "tests");

    @TempDir
    static Path folder;

    private static ChildJvm jvm;
    private static EmptyData empty;

    @BeforeAll
    static void train() throws IOException, InterruptedException {
        jvm = ChildJvm.of(SmallServer.class, folder.resolve("jvm"));
        empty = EmptyData.make(folder.resolve("empty"));
        jvm.train(folder.resolve("trained").toString(), folder.resolve("ledger").toString(), "0", "BEFORE");
    }

    @Test
    void theResultIsTheSameAndNoFinishedStepRunsTwice() throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> sides = new ArrayList<>();
            for (HaltProbe.Moment moment : HaltProbe.Moment.values()) {
                sides.add(workers.submit(() -> haltEverywhere(moment)));
            }
            for (Future<Integer> side : sides) {
                assertThat(side.get()).as("writes at which it was halted").isGreaterThan(15);
            }
        }
    }

    private int haltEverywhere(HaltProbe.Moment moment) throws Exception {
        for (int commit = 1; ; commit++) {
            Path place = Files.createDirectories(folder.resolve(moment + "-" + commit));
            SmallTeam team = new SmallTeam(place.resolve("ledger"));
            try (ChildProcess child = jvm.start(
                    place.resolve("output"),
                    empty.in(place.resolve("data")).toString(),
                    team.ledger().toString(),
                    Integer.toString(commit),
                    moment.name())) {
                int exit = child.await();
                if (exit == 0) {
                    return commit - 1; // the run had fewer writes
                }
                assertThat(exit).as(child.outputText()).isEqualTo(HaltProbe.EXIT_CODE);
            }
            takeUp(place.resolve("data"), team);
        }
    }

    @Test
    @Tag("soak")
    void killedAtRandomMomentsAgainAndAgain() throws Exception {
        long seed = 20_261_124;
        Random random = new Random(seed);
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<Callable<Boolean>> kills = new ArrayList<>();
            for (int i = 0; i < Soak.of(50, 200); i++) {
                Path place = Files.createDirectories(folder.resolve("kill-" + i));
                long millis = 50L + random.nextInt(700);
                kills.add(() -> killAndTakeUp(place, millis));
            }
            for (Future<Boolean> killed : workers.invokeAll(kills)) {
                assertThat(killed.get()).as("seed " + seed).isTrue();
            }
        }
    }

    private static boolean killAndTakeUp(Path place, long afterMillis) throws IOException, InterruptedException {
        SmallTeam team = new SmallTeam(place.resolve("ledger"));
        try (ChildProcess child = jvm.start(
                place.resolve("output"),
                empty.in(place.resolve("data")).toString(),
                team.ledger().toString(),
                "0",
                "BEFORE")) {
            child.killAfter(afterMillis);
        }
        takeUp(place.resolve("data"), team);
        return true;
    }

    /** This process acts as the one that continues the run. */
    private static void takeUp(Path data, SmallTeam team) throws IOException, InterruptedException {
        Set<String> finished = finishedSteps(data);
        int before = team.entered().size();
        String id = SmallServer.bringToItsEnd(data, team, CommitProbe.NONE);
        List<String> enteredAgain =
                team.entered().subList(before, team.entered().size());
        assertThat(enteredAgain).as("no finished step runs again").noneMatch(finished::contains);
        try (Store store = open(data)) {
            Invariants.checkOver(store, id);
            TaskState state = store.tasks().state(id).orElseThrow();
            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.run()).isEqualTo(1);
            assertThat(state.finalResult())
                    .containsEntry("summary", "plan ok [file:A.java ok, file:B.java ok] tests ok");
            assertThat(state.usage().llmCalls()).as("each step is paid once").isEqualTo(STEPS.size());
            assertThat(store.artifacts().manifest(id, 1)).hasSize(STEPS.size());
            assertThat(store.artifacts().versions(id, "plan")).hasSize(1);
        }
    }

    private static Set<String> finishedSteps(Path data) {
        Set<String> finished = new HashSet<>();
        if (!Files.exists(data.resolve("mgx.db"))) {
            return finished;
        }
        try (Store store = open(data)) {
            for (var task : store.tasks().page(null, 1, 2).items()) {
                for (String step : STEPS) {
                    store.steps()
                            .find(task.id(), 1, step)
                            .filter(known -> known.resultJson() != null)
                            .ifPresent(known -> finished.add(step));
                }
            }
        }
        return finished;
    }

    private static Store open(Path data) {
        return Store.open(
                data, Clock.systemUTC(), () -> java.util.UUID.randomUUID().toString(), CommitProbe.NONE);
    }
}
