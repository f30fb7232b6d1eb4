package dev.mgx.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.Claim;
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

/** A task that fails to start does not block others and is tried again. */
@Timeout(30)
class DispatcherTest {
    private final BlockingQueue<String> started = new LinkedBlockingQueue<>();
    private final Queue<Claim> queue = new ArrayDeque<>();

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
        return store.running(store.create(), dev.mgx.task.RunRequest.FRESH);
    }

    private void dispatch(
            List<String> interrupted,
            Function<String, Optional<Claim>> takeOver,
            BiConsumer<Claim, RunSlots.Slot> start) {
        Dispatcher made = new Dispatcher(1, interrupted, takeOver, () -> Optional.ofNullable(queue.poll()), start);
        dispatcher = made;
        made.start();
    }

    private void begin(Claim claim, RunSlots.Slot slot) {
        started.add(claim.task().id());
        slot.close();
    }

    @Test
    void aTaskThatCouldNotBeStartedIsStartedAtALaterPoll() throws Exception {
        Claim claim = claim();
        AtomicInteger tries = new AtomicInteger();
        queue.add(claim);
        dispatch(List.of(), taskId -> Optional.empty(), (next, slot) -> {
            if (tries.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread; expected in the log");
            }
            begin(next, slot);
        });
        assertThat(started.poll(20, TimeUnit.SECONDS)).isEqualTo(claim.task().id());
    }

    @Test
    void aRunThatCannotBeTakenOverBlocksNoOtherAndIsTriedAgain() throws Exception {
        Claim broken = claim();
        Claim next = claim();
        Claim queued = claim();
        AtomicInteger tries = new AtomicInteger();
        queue.add(queued);
        Function<String, Optional<Claim>> takeOver = taskId -> {
            if (taskId.equals(next.task().id())) {
                return Optional.of(next);
            }
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("it cannot be read; expected in the log");
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
