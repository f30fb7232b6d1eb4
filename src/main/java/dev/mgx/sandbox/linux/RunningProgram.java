package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.ExitReason;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.StreamType;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A started program under watch. Whoever first finds a reason to end it wins; one thread, the watch, does
 * the killing. It is over when every process is dead (or was given up on) and its output read to the end;
 * no thread of it is left then, but one that waits for a process the kernel does not let go.
 */
final class RunningProgram {
    /** How often memory is counted; a process can take some 100 MB in that time. */
    private static final Duration TICK = Duration.ofMillis(100);

    /** It takes the walls longer than that to go up, so that nobody comes and goes unmet. */
    private static final Duration MEETING_PAUSE = Duration.ofMillis(5);

    private static final int MEETINGS = 20;

    /** The pipes of a dead program are at their end at once. In pieces: a machine that stands still uses up one. */
    private static final Duration DRAIN_PAUSE = Duration.ofMillis(100);

    private static final int DRAINS = 20;

    private static final Logger log = LoggerFactory.getLogger(RunningProgram.class);

    private final Process process;
    private final ProcessTree tree;
    private final SandboxLimits limits;
    private final BooleanSupplier late;
    private final OutputQueue output = new OutputQueue();
    private final AtomicReference<@Nullable ExitReason> exitReason = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean confirmedDead;

    private RunningProgram(Process process, String mark, SandboxLimits limits, BooleanSupplier late) {
        this.process = process;
        this.tree = new ProcessTree(process.toHandle(), mark);
        this.limits = limits;
        this.late = late;
    }

    /**
     * Begins to watch a process that was started with {@code mark} in its environment.
     *
     * @param files what it finds on its standard input, as a tar
     * @param late whether it has had its time
     */
    static RunningProgram watch(
            Process process, String mark, Map<String, String> files, SandboxLimits limits, BooleanSupplier late) {
        RunningProgram program = new RunningProgram(process, mark, limits, late);
        OutputMeter meter = new OutputMeter(limits.floodBytes(), () -> program.end(ExitReason.OUTPUT_FLOOD));
        List<Thread> pipes = List.of(
                program.thread("stdin", () -> program.give(files)),
                program.thread(
                        "stdout",
                        new LineReader(meter.measure(process.getInputStream()), StreamType.STDOUT, program.output)),
                program.thread(
                        "stderr",
                        new LineReader(meter.measure(process.getErrorStream()), StreamType.STDERR, program.output)));
        Thread.ofVirtual().name("sandbox-exit-" + process.pid()).start(program::awaitExit);
        program.thread("watch", () -> program.keepWatch(pipes));
        return program;
    }

    /** The lines it writes, until its end. */
    OutputQueue output() {
        return output;
    }

    /** Ends it for this reason, unless it has ended. Returns at once. */
    void end(ExitReason reason) {
        if (exitReason.compareAndSet(null, reason)) {
            ended.countDown();
        }
    }

    /** Ends it if need be and waits, whatever interrupts, until it is over: at most some 5 s. */
    void close() {
        output.abandon();
        end(ExitReason.STOPPED);
        boolean interrupted = false;
        while (true) {
            try {
                over.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why it ended; for a program that is over. */
    ExitReason exitReason() {
        ExitReason reason = exitReason.get();
        if (reason == null || over.getCount() > 0) {
            throw new IllegalStateException("Process %d still runs".formatted(process.pid()));
        }
        return reason;
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean confirmedDead() {
        return confirmedDead;
    }

    /** No file on the way: a program could come upon it, and a server that is killed would leave it. */
    private void give(Map<String, String> files) {
        try (OutputStream in = process.getOutputStream()) {
            Tar.write(files, in);
        } catch (IOException e) {
            log.debug("Process {} ended before it had all its files", process.pid(), e);
        }
    }

    private void awaitExit() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            log.warn("Waiting for process {} was interrupted", process.pid(), e);
        }
        end(ExitReason.EXITED);
    }

    private void keepWatch(List<Thread> pipes) {
        try {
            meetTheFirst();
            while (!ended.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
            boolean dead = tree.kill();
            output.release();
            for (Thread pipe : pipes) {
                // Somebody who holds a pipe open is alive, whoever it is.
                dead &= hasEnded(pipe);
            }
            confirmedDead = dead;
        } catch (InterruptedException e) {
            log.warn("The watch over process {} was broken off", process.pid(), e);
        } finally {
            output.end();
            over.countDown();
        }
    }

    private void meetTheFirst() throws InterruptedException {
        int meetings = 1;
        while (!hasMetSomebody()
                && meetings < MEETINGS
                && !ended.await(MEETING_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            meetings++;
        }
    }

    private boolean hasMetSomebody() {
        try {
            return tree.meet();
        } catch (RuntimeException | Error e) { // it is met later, or found by its mark
            log.warn("Who came of process {} could not be looked up", process.pid(), e);
            return false;
        }
    }

    private static boolean hasEnded(Thread pipe) throws InterruptedException {
        boolean ended = false;
        for (int i = 0; i < DRAINS && !ended; i++) {
            ended = pipe.join(DRAIN_PAUSE);
        }
        return ended;
    }

    /** A look that fails, because the server's own memory is used up, must not end the watch: the next one comes soon. */
    private void look() {
        try {
            if (late.getAsBoolean()) {
                end(ExitReason.TIMED_OUT);
            } else if (tree.residentBytes() > limits.memoryBytes()) {
                end(ExitReason.OUT_OF_MEMORY);
            }
            tree.meet();
        } catch (RuntimeException | Error e) {
            log.warn("Process {} could not be looked at", process.pid(), e);
        }
    }

    private Thread thread(String task, Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .name("sandbox-%s-%d".formatted(task, process.pid()))
                .start(work);
    }
}
