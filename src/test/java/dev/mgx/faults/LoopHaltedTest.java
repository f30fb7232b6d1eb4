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
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent's loop of twelve turns is halted at its journal writes in turn: another process continues it to the same end, and
 * asks for no answer that is journaled.
 */
@Tag("stability")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class LoopHaltedTest {
    /** A build halts before every twentieth write and after others, a soak at each. */
    private static final int EVERY = Soak.of(20, 1);

    @TempDir
    static Path folder;

    private static ChildJvm jvm;
    private static EmptyData empty;
    private static End undisturbed;

    /** What must not depend on crashes. */
    private record End(TaskStatus status, String summary, int calls, Map<String, String> files, List<Byte> logo) {}

    @BeforeAll
    static void runUndisturbed() throws IOException, InterruptedException {
        jvm = ChildJvm.of(LoopServer.class, folder.resolve("jvm"));
        empty = EmptyData.make(folder.resolve("empty"));
        Path data = folder.resolve("undisturbed");
        jvm.train(data.toString(), folder.resolve("ledger").toString(), "0", "BEFORE");
        undisturbed = end(data);
        assertThat(undisturbed.status()).as(undisturbed.summary()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(undisturbed.files()).containsOnlyKeys("mgx.json", "say.sh", "kept.txt", "README.md");
        assertThat(undisturbed.logo()).containsExactly((byte) 0, (byte) 1, (byte) 2, (byte) 3);
        assertThat(Files.readAllLines(folder.resolve("ledger")))
                .filteredOn(call -> call.startsWith("agent-"))
                .hasSize(LoopServer.TURNS.size());
    }

    @Test
    void theEndIsTheSameAndNoJournaledAnswerIsAskedForAgain() throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> sides = new ArrayList<>();
            for (HaltProbe.Moment moment : HaltProbe.Moment.values()) {
                sides.add(workers.submit(() -> haltEverywhere(moment)));
            }
            for (Future<Integer> side : sides) {
                assertThat(side.get()).as("writes at which it was halted").isGreaterThan(80);
            }
        }
    }

    private static int haltEverywhere(HaltProbe.Moment moment) throws Exception {
        for (int commit = moment == HaltProbe.Moment.BEFORE ? 3 : 3 + EVERY / 2; ; commit += EVERY) {
            Path place = Files.createDirectories(folder.resolve(moment + "-" + commit));
            Path data = empty.in(place.resolve("data"));
            Path ledger = place.resolve("ledger");
            try (ChildProcess child = jvm.start(
                    place.resolve("output"),
                    data.toString(),
                    ledger.toString(),
                    Integer.toString(commit),
                    moment.name())) {
                int exit = child.await();
                if (exit == 0) {
                    return commit - 1; // the run had fewer writes
                }
                assertThat(exit).as(child.outputText()).isEqualTo(HaltProbe.EXIT_CODE);
            }
            Set<String> said = journaledAnswers(data);
            int before = Files.exists(ledger) ? Files.readAllLines(ledger).size() : 0;
            LoopServer.bringToItsEnd(data, ledger, CommitProbe.NONE);
            List<String> asked = Files.readAllLines(ledger);
            assertThat(asked.subList(before, asked.size()))
                    .as("halted %s commit %d", moment, commit)
                    .noneMatch(said::contains);
            assertThat(end(data)).as("halted %s commit %d", moment, commit).isEqualTo(undisturbed);
        }
    }

    private static Set<String> journaledAnswers(Path data) {
        Set<String> said = new HashSet<>();
        try (Store store = open(data)) {
            for (var task : store.tasks().page(null, 1, 2).items()) {
                for (int turn = 1; turn <= LoopServer.TURNS.size(); turn++) {
                    String step = "agent-%d:said".formatted(turn);
                    store.steps()
                            .find(task.id(), 1, step)
                            .filter(known -> known.resultJson() != null)
                            .ifPresent(known -> said.add(step));
                }
            }
        }
        return said;
    }

    private static End end(Path data) {
        try (Store store = open(data)) {
            String id = store.tasks().page(null, 1, 2).items().getFirst().id();
            Invariants.checkOver(store, id);
            TaskState state = store.tasks().state(id).orElseThrow();
            List<Byte> logo = new ArrayList<>();
            for (byte each : store.artifacts().binaries(id, 1).getOrDefault("logo.bin", new byte[0])) {
                logo.add(each);
            }
            return new End(
                    state.status(),
                    String.valueOf(state.finalResult() == null ? state.errorMessage() : state.finalResult()),
                    state.usage().llmCalls(),
                    store.artifacts().manifest(id, 1),
                    logo);
        }
    }

    private static Store open(Path data) {
        return Store.open(data, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE);
    }
}
