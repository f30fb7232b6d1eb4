package dev.mgx.sandbox.linux;

import dev.mgx.file.NamelessFile;
import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.ExitReason;
import dev.mgx.sandbox.Isolation;
import dev.mgx.sandbox.LanguageRuntime;
import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.WorkingTree;
import dev.mgx.sandbox.linux.process.ControlGroup;
import dev.mgx.sandbox.linux.process.ControlGroups;
import dev.mgx.sandbox.linux.process.GroupedTree;
import dev.mgx.sandbox.linux.process.ProcessMonitor;
import dev.mgx.sandbox.linux.process.ProcessTree;
import dev.mgx.time.MonotonicClock;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A sandbox that isolates programs by a {@link Confinement}. */
final class ConfiningSandbox implements Sandbox {
    private static final String BEGIN = Program.script("begin.sh");

    /** For a program to end after its time, and for its tree to be read. */
    private static final Duration TREE_GRACE = Duration.ofSeconds(10);

    private final Confinement confinement;
    private final SandboxLimits limits;
    private final List<LanguageRuntime> runtimes;
    private final String schedulingPolicy;
    private final MonotonicClock monotonic;
    private final ControlGroups groups = ControlGroups.open();
    private final ProcessMonitor monitor;
    private final ProcessLauncher launcher = new ProcessLauncher();
    private final Set<RunningProgram> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private ConfiningSandbox(
            Confinement confinement,
            SandboxLimits limits,
            List<LanguageRuntime> runtimes,
            String schedulingPolicy,
            MonotonicClock monotonic) {
        this.confinement = confinement;
        this.limits = limits;
        this.runtimes = runtimes;
        this.schedulingPolicy = schedulingPolicy;
        this.monotonic = monotonic;
        this.monitor = new ProcessMonitor(!confinement.refusesMemoryFiles());
    }

    /** A sandbox for generated programs. */
    static Sandbox of(
            Confinement confinement, SandboxLimits limits, List<LanguageRuntime> runtimes, MonotonicClock monotonic) {
        return new ConfiningSandbox(confinement, limits, runtimes, "--idle", monotonic);
    }

    /** A sandbox for a trial, which is to run however busy the machine is. */
    static Sandbox forTrial(Confinement confinement, SandboxLimits limits, MonotonicClock monotonic) {
        return new ConfiningSandbox(confinement, limits, List.of(), "--other", monotonic);
    }

    @Override
    public Isolation isolation() {
        return confinement.isolation();
    }

    @Override
    public String description() {
        return confinement.description();
    }

    @Override
    public List<LanguageRuntime> runtimes() {
        return runtimes;
    }

    @Override
    public boolean canExecute() {
        return true;
    }

    @Override
    public Execution run(Command command, OutputListener listener) throws InterruptedException {
        String mark = UUID.randomUUID().toString();
        try (RelaySocket egress = RelaySocket.open(command.connection());
                LaunchContext context = confinement.context();
                NamelessFile left = command.tree() == null ? null : NamelessFile.of(new byte[0]);
                ControlGroup group = groups.create(mark, limits)) {
            long started = monotonic.nanoTime();
            Duration timeout = timeout(command);
            Duration end = left == null ? timeout : timeout.plus(TREE_GRACE);
            Process process = launcher.start(builder(command, mark, context, group, egress, left));
            RunningProgram program = RunningProgram.watch(
                    process,
                    new GroupedTree(group, confinement.tree(process, mark)),
                    monitor,
                    command,
                    limits,
                    () -> monotonic.nanoTime() - started >= end.toNanos());
            Transcript transcript = new Transcript(mark, limits.outputBytes(), listener);
            try {
                readOutput(program, transcript);
            } finally {
                program.close();
                running.remove(program);
            }
            Duration took = Duration.ofNanos(monotonic.nanoTime() - started);
            Execution execution = outcome(program, group, transcript, took, took.compareTo(timeout) >= 0);
            if (command.tree() != null && left != null) {
                readTree(command.tree(), left, execution.exitReason());
            }
            return execution;
        } catch (IOException e) {
            throw new SandboxFailure(isolation(), String.valueOf(e.getMessage()), e);
        }
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
    }

    /** Who listens is to go on; it has a limit of its own. */
    private Duration timeout(Command command) {
        boolean listens = command.connection() != null && command.connection().ingress() != null;
        return listens || command.timeout().compareTo(limits.timeout()) < 0 ? command.timeout() : limits.timeout();
    }

    /**
     * Adds the program to {@link #running} before it reads {@link #closed}; {@link #close} does both in the opposite
     * order, so that one of the two ends the program.
     */
    private void readOutput(RunningProgram program, Transcript transcript) throws InterruptedException {
        running.add(program);
        if (closed) {
            program.end(ExitReason.STOPPED);
        }
        for (List<OutputLine> batch = program.output().take();
                !batch.isEmpty();
                batch = program.output().take()) {
            transcript.add(batch);
        }
    }

    private static void readTree(WorkingTree tree, NamelessFile left, ExitReason reason) throws IOException {
        if (reason == ExitReason.EXITED || reason == ExitReason.TIMED_OUT) {
            left.channel().position(0);
            tree.readFrom(new BufferedInputStream(Channels.newInputStream(left.channel())));
        }
    }

    private ProcessBuilder builder(
            Command command,
            String mark,
            LaunchContext context,
            ControlGroup group,
            @Nullable RelaySocket egress,
            @Nullable NamelessFile left)
            throws IOException {
        StringJoiner sizes = new StringJoiner(" ");
        for (Path archive : command.packages()) {
            sizes.add(Long.toString(Files.size(archive)));
        }
        String seconds = left == null ? "" : seconds(timeout(command));
        List<String> inner =
                new ArrayList<>(List.of("sh", "-c", BEGIN, mark, schedulingPolicy, sizes.toString(), seconds));
        @Nullable Path relay = egress == null ? null : egress.folder();
        inner.addAll(
                egress == null ? command.argv() : egress.behind(confinement.inside(egress.folder()), command.argv()));
        String treeFile = left == null ? "" : left.path().toString();
        List<String> argv =
                new ArrayList<>(PrivilegeDrop.launch(limits, group.entrance(), confinement.filter(), treeFile));
        argv.addAll(confinement.confine(inner, relay));
        ProcessBuilder builder =
                new ProcessBuilder(argv).directory(context.directory().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(context.environment());
        environment.put(ProcessTree.MARK, mark);
        return builder;
    }

    private Execution outcome(
            RunningProgram program, ControlGroup group, Transcript transcript, Duration duration, boolean late) {
        ExitReason exitReason = group.ranOutOfMemory() ? ExitReason.OUT_OF_MEMORY : program.exitReason();
        List<OutputLine> kept = transcript.kept();
        if (exitReason == ExitReason.EXITED && !transcript.started()) {
            String message =
                    kept.isEmpty() ? "it printed no reason" : kept.getLast().text();
            throw new SandboxFailure(isolation(), message, null);
        }
        if (exitReason == ExitReason.EXITED && late) { // ended from within, so that its tree could be read
            exitReason = ExitReason.TIMED_OUT;
        }
        return new Execution(
                exitReason,
                exitReason == ExitReason.EXITED ? program.exitCode() : null,
                duration,
                transcript.truncated(),
                program.confirmedDead(),
                kept);
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(RunningProgram::close);
        launcher.close();
    }
}
