package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole team run, with model and sandbox, is halted at every journal write in turn, and at random: another process
 * continues it to the result of an undisturbed run.
 */
@Tag("stability")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class WholeTeamHaltedTest {
    private static final int KILLS = Soak.of(10, 200);
    private static final long SEED = 20_261_124;

    /**
     * A build halts before every sixth write and after every other sixth, a soak does both at each; the small team does
     * both at each in every build.
     */
    private static final int EVERY = Soak.of(6, 1);

    /** Three takeovers in a row without progress would end the run, which is not tested here. */
    private static final int KILLS_OF_ONE_TASK = 2;

    @TempDir
    static Path folder;

    private static ChildJvm jvm;
    private static EmptyData empty;
    private static Made undisturbed;

    @BeforeAll
    static void runUndisturbed() throws IOException, InterruptedException {
        jvm = ChildJvm.of(WholeServer.class, folder.resolve("jvm"));
        empty = EmptyData.make(folder.resolve("empty"));
        Path data = folder.resolve("undisturbed");
        jvm.train(data.toString(), "0", "BEFORE");
        undisturbed = Made.read(data);
        assertThat(undisturbed.status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    @Tag("soak")
    void haltedAtEveryWriteTheResultIsTheSameAndNothingIsPaidTwice() throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> sides = new ArrayList<>();
            for (HaltProbe.Moment moment : HaltProbe.Moment.values()) {
                sides.add(workers.submit(() -> haltEverywhere(moment)));
            }
            for (Future<Integer> side : sides) {
                assertThat(side.get()).as("writes at which it was halted").isGreaterThan(20);
            }
        }
    }

    private static int haltEverywhere(HaltProbe.Moment moment) throws Exception {
        for (int commit = moment == HaltProbe.Moment.BEFORE ? 1 : EVERY; ; commit += EVERY) {
            Path place = Files.createDirectories(folder.resolve(moment + "-" + commit));
            Path data = empty.in(place.resolve("data"));
            try (ChildProcess child =
                    jvm.start(place.resolve("output"), data.toString(), Integer.toString(commit), moment.name())) {
                int exit = child.await();
                if (exit == 0) {
                    return commit - 1; // the run had fewer writes
                }
                assertThat(exit).as(child.outputText()).isEqualTo(HaltProbe.EXIT_CODE);
            }
            assertThat(Made.taking(data))
                    .as("halted %s commit %d", moment, commit)
                    .isEqualTo(undisturbed);
        }
    }

    /** The moments are spread over the measured duration of an undisturbed run. */
    @Test
    @Tag("soak")
    void killedAtRandomMomentsAgainAndAgain() throws Exception {
        long began = System.nanoTime();
        try (ChildProcess child = start(empty.in(folder.resolve("timed")))) {
            assertThat(child.await()).as(child.outputText()).isZero();
        }
        int spanMillis = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        AtomicInteger kills = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<Future<?>> sides = new ArrayList<>();
            for (int side = 0; side < 2; side++) {
                Random random = new Random(SEED + side);
                String name = "killed-" + side;
                sides.add(workers.submit(() -> killAgainAndAgain(name, random, spanMillis, kills)));
            }
            for (Future<?> side : sides) {
                side.get();
            }
        }
        assertThat(kills.get()).isGreaterThanOrEqualTo(KILLS);
    }

    private static Void killAgainAndAgain(String name, Random random, int spanMillis, AtomicInteger kills)
            throws IOException, InterruptedException {
        for (int task = 1; kills.get() < KILLS; task++) {
            Path data = empty.in(folder.resolve(name + "-" + task));
            for (int kill = 0; kill < KILLS_OF_ONE_TASK; kill++) {
                try (ChildProcess child = start(data)) {
                    if (child.killAfter(1 + random.nextInt(spanMillis))) {
                        kills.incrementAndGet();
                    }
                }
            }
            assertThat(Made.taking(data))
                    .as("seed %d, %s, task %d", SEED, name, task)
                    .isEqualTo(undisturbed);
        }
        return null;
    }

    private static ChildProcess start(Path data) throws IOException {
        return jvm.start(Path.of(data + ".output"), data.toString(), "0", "BEFORE");
    }
}
