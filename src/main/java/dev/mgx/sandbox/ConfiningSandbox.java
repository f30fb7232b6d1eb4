package dev.mgx.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A sandbox that runs programs behind the walls of one {@link Confinement}. */
final class ConfiningSandbox implements Sandbox {
    private static final String BEGIN = Program.script("begin.sh");

    private final Confinement confinement;
    private final SandboxLimits limits;
    private final List<LanguageRuntime> runtimes;
    private final LongSupplier nanoTime;
    private final Starter starter = new Starter();
    private final Set<RunningProgram> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ConfiningSandbox(
            Confinement confinement, SandboxLimits limits, List<LanguageRuntime> runtimes, LongSupplier nanoTime) {
        this.confinement = confinement;
        this.limits = limits;
        this.runtimes = runtimes;
        this.nanoTime = nanoTime;
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
        try (Surroundings surroundings = confinement.surroundings()) {
            long started = nanoTime.getAsLong();
            Duration timeout = command.timeout().compareTo(limits.timeout()) < 0 ? command.timeout() : limits.timeout();
            Process process = starter.start(builder(command, mark, surroundings));
            RunningProgram program = RunningProgram.watch(
                    process, mark, command.files(), limits, () -> nanoTime.getAsLong() - started >= timeout.toNanos());
            Transcript transcript = new Transcript(mark, limits.outputBytes(), listener);
            try {
                follow(program, transcript);
            } finally {
                program.close();
                running.remove(program);
            }
            return outcome(program, transcript, Duration.ofNanos(nanoTime.getAsLong() - started));
        } catch (IOException e) {
            throw new SandboxFailure(isolation(), String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Entered in {@link #running} first and only then asked whether the sandbox is closed; {@link #close}
     * does it the other way round, so that one of the two ends the program.
     */
    private void follow(RunningProgram program, Transcript transcript) throws InterruptedException {
        running.add(program);
        if (closed) {
            program.end(Ending.STOPPED);
        }
        for (List<OutputLine> batch = program.output().take();
                !batch.isEmpty();
                batch = program.output().take()) {
            transcript.add(batch);
        }
    }

    private ProcessBuilder builder(Command command, String mark, Surroundings surroundings) {
        List<String> inner = new ArrayList<>(List.of("sh", "-c", BEGIN, mark));
        inner.addAll(command.argv());
        ProcessBuilder builder = new ProcessBuilder(confinement.confine(inner))
                .directory(surroundings.directory().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(surroundings.environment());
        environment.put(ProcessTree.MARK, mark);
        return builder;
    }

    private Execution outcome(RunningProgram program, Transcript transcript, Duration duration) {
        Ending ending = program.ending();
        List<OutputLine> kept = transcript.kept();
        if (ending == Ending.EXITED && !transcript.started()) {
            String said = kept.isEmpty() ? "it said nothing" : kept.getLast().text();
            throw new SandboxFailure(isolation(), said, null);
        }
        return new Execution(
                ending,
                ending == Ending.EXITED ? program.exitCode() : null,
                duration,
                transcript.truncated(),
                program.confirmedDead(),
                kept);
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(RunningProgram::close);
        starter.close();
    }
}
