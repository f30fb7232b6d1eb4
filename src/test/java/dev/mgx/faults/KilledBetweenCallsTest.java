package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.provider.stub.Behaviour;
import dev.mgx.llm.provider.stub.StubCall;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed between any two model calls; the model server's ledger shows that no finished step was paid for
 * twice.
 */
@Tag("stability")
@Timeout(240)
class KilledBetweenCallsTest {
    private static final int CALLS = 7;
    private static final List<String> STEPS = List.of(
            "prd", "design", "checks", "file:Item.java", "file:TodoList.java", "file:Todo.java", "file:README.md");
    private static final Pattern PATH = Pattern.compile("File to write\\\\nPath: `([^`]+)`");

    @TempDir
    Path folder;

    @Test
    void noFinishedStepIsPaidForAgain() throws Exception {
        ChildJvm jvm;
        try (StubServer stub = StubServer.start()) {
            jvm = ChildJvm.of(ProviderServer.class, folder.resolve("jvm"));
            jvm.train(folder.resolve("undisturbed").toString(), stub.address().toString(), stub.key());
            assertThat(stub.ledger().calls()).hasSize(CALLS);
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<Future<?>> kills = new ArrayList<>();
            for (int call = 1; call <= CALLS; call++) {
                int number = call;
                kills.add(workers.submit(killing(jvm, number, "arrived", scene -> {})));
                kills.add(workers.submit(killing(jvm, number, "answered", Behaviour.WELL)));
            }
            for (Future<?> kill : kills) {
                kill.get();
            }
        }
    }

    /** Kills the process when its call of this number has got this far, and resumes its run. */
    private Callable<Boolean> killing(ChildJvm jvm, int number, String moment, Behaviour before) {
        return () -> {
            Path place = Files.createDirectories(folder.resolve(moment + "-" + number));
            Path data = place.resolve("data");
            CompletableFuture<ChildProcess> child = new CompletableFuture<>();
            try (StubServer stub = StubServer.start()) {
                Behaviour kill = scene -> {
                    before.play(scene);
                    child.join().close();
                };
                List<Behaviour> script = new ArrayList<>();
                for (int i = 1; i < number; i++) {
                    script.add(Behaviour.WELL);
                }
                script.add(kill);
                stub.next(script.toArray(Behaviour[]::new));
                child.complete(jvm.start(
                        place.resolve("output"), data.toString(), stub.address().toString(), stub.key()));
                assertThat(child.join().await()).as(child.join().outputText()).isNotZero();
                Set<String> finished = finishedSteps(data);
                int paid = stub.ledger().calls().size();

                String id = ProviderServer.bringToItsEnd(data, stub.address(), stub.key());

                List<String> after = stub.ledger().calls().stream()
                        .skip(paid)
                        .map(KilledBetweenCallsTest::stepOf)
                        .toList();
                assertThat(after)
                        .as("%s %d", moment, number)
                        .doesNotHaveDuplicates()
                        .noneMatch(finished::contains);
                assertThat(after).hasSize(CALLS - finished.size());
                try (Store store = open(data)) {
                    Invariants.checkOver(store, id);
                    assertThat(store.tasks().state(id).orElseThrow().status()).isEqualTo(TaskStatus.SUCCEEDED);
                }
            }
            return true;
        };
    }

    private static String stepOf(StubCall call) {
        String body = call.request().body();
        if (body.contains("You are the product manager")) {
            return "prd";
        }
        if (body.contains("You are the architect")) {
            return "design";
        }
        if (body.contains("You are the tester")) {
            return "checks";
        }
        Matcher path = PATH.matcher(body);
        assertThat(path.find()).as(body).isTrue();
        return "file:" + path.group(1);
    }

    private static Set<String> finishedSteps(Path data) {
        Set<String> finished = new HashSet<>();
        try (Store store = open(data)) {
            String id = store.tasks().page(null, 1, 2).items().getFirst().id();
            for (String step : STEPS) {
                store.steps()
                        .find(id, 1, step)
                        .filter(known -> known.resultJson() != null)
                        .ifPresent(known -> finished.add(step));
            }
        }
        return finished;
    }

    private static Store open(Path data) {
        return Store.open(data, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE);
    }
}
