package dev.mgx.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.Claim;
import dev.mgx.task.RunRequest;
import dev.mgx.testing.StoreFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with one task as it is given its place costs no other, and is not for ever. */
@Timeout(30)
class DispatcherTest {
    private final BlockingQueue<String> started = new LinkedBlockingQueue<>();
    private final Queue<Claim> waiting = new ArrayDeque<>();

    @TempDir
    Path folder;

    private StoreFixture store;
    private @Nullable Dispatcher dispatcher;

    @BeforeEach
    void open() {
        store = new StoreFixture(folder);
    }

    @AfterEach
    void close() throws InterruptedException {
        assertThat(Objects.requireNonNull(dispatcher).stop(Duration.ofSeconds(20)))
                .isTrue();
        store.close();
    }

    private Claim claim() {
        return store.running(store.create(), RunRequest.FRESH);
    }

    private void dispatch(
            List<String> interrupted,
            Function<String, Optional<Claim>> takeOver,
            BiConsumer<Claim, RunSlots.Slot> start) {
        Dispatcher made = new Dispatcher(1, interrupted, takeOver, () -> Optional.ofNullable(waiting.poll()), start);
        dispatcher = made;
        made.start();
    }

    private void begin(Claim claim, RunSlots.Slot place) {
        started.add(claim.task().id());
        place.giveBack();
    }

    @Test
    void aTaskThatCouldNotBeStartedIsStartedAtALaterLook() throws Exception {
        Claim claim = claim();
        AtomicInteger tries = new AtomicInteger();
        waiting.add(claim);
        dispatch(List.of(), taskId -> Optional.empty(), (taken, place) -> {
            if (tries.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread; this is in the log and is meant to be");
            }
            begin(taken, place);
        });
        assertThat(started.poll(20, TimeUnit.SECONDS)).isEqualTo(claim.task().id());
    }

    @Test
    void aRunThatCannotBeTakenOverHoldsNobodyUpAndIsTriedAgain() throws Exception {
        Claim broken = claim();
        Claim next = claim();
        Claim queued = claim();
        AtomicInteger tries = new AtomicInteger();
        waiting.add(queued);
        Function<String, Optional<Claim>> takeOver = taskId -> {
            if (taskId.equals(next.task().id())) {
                return Optional.of(next);
            }
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("it cannot be read; this is in the log and is meant to be");
            }
            return Optional.of(broken);
        };
        dispatch(List.of(broken.task().id(), next.task().id()), takeOver, this::begin);
        assertThat(started.poll(20, TimeUnit.SECONDS)).isEqualTo(next.task().id());
        assertThat(List.of(
                        String.valueOf(started.poll(20, TimeUnit.SECONDS)),
                        String.valueOf(started.poll(20, TimeUnit.SECONDS))))
                .containsExactlyInAnyOrder(queued.task().id(), broken.task().id());
    }
}
