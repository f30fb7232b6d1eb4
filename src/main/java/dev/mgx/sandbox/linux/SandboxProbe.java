package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.DisabledSandbox;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.Isolation;
import dev.mgx.sandbox.LanguageRuntime;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Opens sandboxes, and finds out what works on this machine by running a trial in it. */
public final class SandboxProbe {
    /** A second is usual on a cold disk. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What may be chosen unasked, the strongest first. Never a plain process: that is the operator's to say. */
    public static final List<Isolation> CANDIDATES = List.of(Isolation.BUBBLEWRAP, Isolation.UNSHARE);

    private static final String TRIAL = Program.script("trial.sh");
    private static final String READY = "ready";
    private static final Pattern RUNTIME = Pattern.compile("(?m)^(java|python3|node)\\D+(\\d+(\\.\\d+)*)");

    private static final String REMEDY = " Install bubblewrap 0.8 or later and allow unprivileged user namespaces"
            + " (in a container: start it with a seccomp profile that permits them; on Ubuntu:"
            + " sysctl kernel.apparmor_restrict_unprivileged_userns=0).";

    private SandboxProbe() {}

    /**
     * Opens what the operator wants, after really running a trivial program in it. Blocks for some 200 ms,
     * at most for some 10 s per candidate. Ends first what killed servers left of theirs.
     *
     * @throws SandboxUnavailable if {@code wanted} names one that does not work here
     */
    public static Sandbox open(SandboxSetting wanted, SandboxLimits limits) {
        return open(wanted, limits, MonotonicClock.SYSTEM);
    }

    /**
     * The same by another time.
     *
     * @param monotonic the time that programs are given
     */
    public static Sandbox open(SandboxSetting wanted, SandboxLimits limits, MonotonicClock monotonic) {
        OrphanKiller.end();
        return switch (wanted) {
            case AUTO -> strongest(CANDIDATES, limits, monotonic);
            case BUBBLEWRAP -> open(Isolation.BUBBLEWRAP, limits, monotonic);
            case UNSHARE -> open(Isolation.UNSHARE, limits, monotonic);
            case PROCESS -> open(Isolation.PROCESS, limits, monotonic);
            case OFF ->
                new DisabledSandbox("Generated code is not run: the sandbox is switched off (MGX_SANDBOX=off).");
        };
    }

    /** The first of these that works, or a sandbox that runs nothing and says why. */
    public static Sandbox strongest(List<Isolation> candidates, SandboxLimits limits, MonotonicClock monotonic) {
        List<String> reasons = new ArrayList<>();
        for (Isolation isolation : candidates) {
            try {
                return tried(confinement(isolation, limits), limits, monotonic);
            } catch (SandboxUnavailable e) {
                reasons.add(isolation + ": " + e.getMessage());
            }
        }
        return new DisabledSandbox("Generated code is not run, because no sandbox works here (%s).%s"
                        .formatted(String.join("; ", reasons), REMEDY)
                + " Or accept the risk with MGX_SANDBOX=process.");
    }

    /**
     * Exactly this isolation.
     *
     * @throws SandboxUnavailable if it does not work here
     */
    public static Sandbox open(Isolation isolation, SandboxLimits limits, MonotonicClock monotonic) {
        try {
            return tried(confinement(isolation, limits), limits, monotonic);
        } catch (SandboxUnavailable e) {
            throw new SandboxUnavailable(
                    "The sandbox %s does not work here (%s).%s".formatted(isolation, e.getMessage(), REMEDY));
        }
    }

    private static Sandbox tried(Confinement confinement, SandboxLimits limits, MonotonicClock monotonic) {
        SandboxLimits patient = limits.withTimeout(TIMEOUT); // programs may have less
        try (Sandbox trial = new ConfiningSandbox(confinement, patient, List.of(), monotonic)) {
            Command command = new Command(List.of("sh", "-c", TRIAL), Map.of(), TIMEOUT);
            Execution execution = trial.run(command, OutputListener.NONE);
            if (!execution.succeeded() || !execution.stdout().startsWith(READY)) {
                throw new SandboxUnavailable("the trial: " + execution.summary() + " "
                        + execution.stderr().strip());
            }
            return new ConfiningSandbox(confinement, limits, runtimes(execution.stdout(), limits), monotonic);
        } catch (SandboxFailure e) {
            throw new SandboxUnavailable(e.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxUnavailable("the trial was interrupted");
        }
    }

    private static List<LanguageRuntime> runtimes(String said, SandboxLimits limits) {
        return RUNTIME.matcher(said)
                .results()
                .map(found -> runtime(found, limits))
                .toList();
    }

    /** A JVM is told to start fast and stay small: no second compiler, one collector, half the memory as heap. */
    private static LanguageRuntime runtime(MatchResult found, SandboxLimits limits) {
        String name = found.group(1);
        String heap = "-Xmx%dm".formatted((limits.memoryBytes() / 2) >> 20);
        List<String> command = name.equals("java")
                ? List.of(name, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", heap)
                : List.of(name);
        return new LanguageRuntime(name, found.group(2), command);
    }

    private static Confinement confinement(Isolation isolation, SandboxLimits limits) {
        return switch (isolation) {
            case BUBBLEWRAP -> new Bubblewrap(limits);
            case UNSHARE -> new Unshare(limits);
            case PROCESS -> new PlainProcess(limits);
            case OFF -> throw new IllegalArgumentException("OFF confines nothing");
        };
    }
}
