package dev.mgx.sandbox.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mgx.archive.Tar;
import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.ExitReason;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.StreamType;
import dev.mgx.sandbox.linux.process.ProcessMonitor;
import dev.mgx.sandbox.linux.process.ProcessTree;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
 * A started program and the threads that supervise it. The first reason to end it counts; the watch thread does the
 * killing. It is over when all its processes are dead, or could not be killed in time, and its output has been read.
 * No thread of it is left then, except one that waits for a process blocked in the kernel. Thread-safe.
 */
final class RunningProgram {
    /** How often its limits are looked at. */
    private static final Duration TICK = ProcessMonitor.INTERVAL;

    /**
     * How often descendants are looked for at the start; shorter than the isolation takes to set up, so that none is
     * missed.
     */
    private static final Duration DISCOVERY_INTERVAL = Duration.ofMillis(5);

    private static final int DISCOVERY_ATTEMPTS = 20;

    /**
     * How long to wait for the pipes of a dead program, which end at once. In several waits, so that a suspended
     * machine uses up only one.
     */
    private static final Duration DRAIN_TIMEOUT = Duration.ofMillis(100);

    private static final int DRAIN_ATTEMPTS = 20;
    private static final int BUFFER = 64 * 1024;

    private static final Logger log = LoggerFactory.getLogger(RunningProgram.class);

    private final Process process;
    private final ProcessTree tree;
    private final ProcessMonitor monitor;
    private final SandboxLimits limits;
    private final BooleanSupplier timedOut;
    private final OutputQueue output = new OutputQueue();
    private final AtomicReference<@Nullable ExitReason> exitReason = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean confirmedDead;

    private RunningProgram(
            Process process, ProcessTree tree, ProcessMonitor monitor, SandboxLimits limits, BooleanSupplier timedOut) {
        this.process = process;
        this.tree = tree;
        this.monitor = monitor;
        this.limits = limits;
        this.timedOut = timedOut;
    }

    /**
     * Starts to supervise a process.
     *
     * @param tree its processes
     * @param command its packages and files are written to its standard input, each a tar archive
     * @param timedOut whether its time limit has passed
     */
    static RunningProgram watch(
            Process process,
            ProcessTree tree,
            ProcessMonitor monitor,
            Command command,
            SandboxLimits limits,
            BooleanSupplier timedOut) {
        RunningProgram program = new RunningProgram(process, tree, monitor, limits, timedOut);
        OutputMeter meter = new OutputMeter(limits.floodBytes(), () -> program.end(ExitReason.OUTPUT_FLOOD));
        List<Thread> pipes = List.of(
                program.thread("stdin", () -> program.writeFiles(command)),
                program.thread(
                        "stdout",
                        new LineReader(meter.measure(process.getInputStream()), StreamType.STDOUT, program.output)),
                program.thread(
                        "stderr",
                        new LineReader(meter.measure(process.getErrorStream()), StreamType.STDERR, program.output)));
        Thread.ofVirtual().name("sandbox-exit-" + process.pid()).start(program::awaitExit);
        program.thread("watch", () -> program.supervise(pipes));
        return program;
    }

    /** Its output lines. */
    OutputQueue output() {
        return output;
    }

    /** Ends it for this reason, unless it has ended already. Does not block. */
    void end(ExitReason reason) {
        if (exitReason.compareAndSet(null, reason)) {
            ended.countDown();
        }
    }

    /** Ends it if necessary and waits uninterruptibly until it is over: about 5 s at most. */
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

    /** Why it ended. May only be called once it is over. */
    ExitReason exitReason() {
        ExitReason reason = exitReason.get();
        if (reason == null || over.getCount() > 0) {
            throw new IllegalStateException("Process %d is still running".formatted(process.pid()));
        }
        return reason;
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean confirmedDead() {
        return confirmedDead;
    }

    /** Not through a temporary file: another program could find it, and a killed server would leave it behind. */
    private void writeFiles(Command command) {
        try (OutputStream in = new BufferedOutputStream(process.getOutputStream(), BUFFER)) {
            for (Path archive : command.packages()) {
                Files.copy(archive, in);
            }
            if (command.tree() != null) {
                command.tree().writeTo(in);
            }
            long now = Instant.now().getEpochSecond();
            for (Map.Entry<String, String> file : command.files().entrySet()) {
                boolean executable = file.getValue().startsWith("#!");
                int mode = executable ? Tar.EXECUTABLE_MODE : Tar.PLAIN_MODE;
                Tar.file(file.getKey(), mode, now, file.getValue().getBytes(UTF_8), in);
            }
            in.write(Tar.end());
        } catch (IOException e) {
            log.debug("Process {} ended before it had read all its files", process.pid(), e);
        }
    }

    private void awaitExit() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            log.warn("Waiting for process {} was interrupted", process.pid(), e);
        }
        end(timedOut.getAsBoolean() ? ExitReason.TIMED_OUT : ExitReason.EXITED);
    }

    private void supervise(List<Thread> pipes) {
        try {
            discoverFirst();
            while (!ended.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                check();
            }
            monitor.letDie(process.pid());
            boolean dead = tree.kill();
            output.release();
            // A pipe that is still open is held by a living process.
            confirmedDead = haveEnded(pipes) && dead;
        } catch (InterruptedException e) {
            log.warn("The supervision of process {} was interrupted", process.pid(), e);
        } finally {
            output.end();
            over.countDown();
        }
    }

    private void discoverFirst() throws InterruptedException {
        int attempts = 1;
        while (!discover()
                && attempts < DISCOVERY_ATTEMPTS
                && !ended.await(DISCOVERY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            attempts++;
        }
    }

    private boolean discover() {
        try {
            return tree.discover();
        } catch (RuntimeException | Error e) { // it is discovered later, or found by its mark
            log.warn("Could not list the descendants of process {}", process.pid(), e);
            return false;
        }
    }

    private static boolean haveEnded(List<Thread> pipes) throws InterruptedException {
        int attempts = 0;
        for (Thread pipe : pipes) {
            while (!pipe.join(DRAIN_TIMEOUT)) {
                attempts++;
                if (attempts == DRAIN_ATTEMPTS) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * A failed check, for instance when the server is out of memory, must not end the supervision: the next one
     * follows soon.
     */
    private void check() {
        try {
            if (timedOut.getAsBoolean()) {
                end(ExitReason.TIMED_OUT);
                return;
            }
            tree.discover();
            if (monitor.memoryBytes(process.pid()) > limits.memoryBytes()) {
                end(ExitReason.OUT_OF_MEMORY);
            }
        } catch (IOException | RuntimeException | Error e) {
            log.warn("Could not check process {}", process.pid(), e);
        }
    }

    private Thread thread(String task, Runnable work) {
        return Thread.ofPlatform()
                .daemon()
                .name("sandbox-%s-%d".formatted(task, process.pid()))
                .start(work);
    }
}
