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
import dev.mgx.sandbox.linux.process.OrphanKiller;
import dev.mgx.sandbox.linux.seccomp.SystemCallFilter;
import dev.mgx.time.MonotonicClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sandboxes, after checking by a trial run that they work on this machine. */
public final class SandboxProbe {
    /** A second is normal on a cold disk. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What {@code auto} may choose, the strongest first. Never a plain process, which only the operator may choose. */
    public static final List<Isolation> CANDIDATES = List.of(Isolation.BUBBLEWRAP, Isolation.UNSHARE);

    private static final String TRIAL = Program.script("trial.sh");
    private static final String READY = "ready";
    private static final Pattern RUNTIME = Pattern.compile("(?m)^(java|python3|node)\\D+(\\d+(\\.\\d+)*)");

    private static final String REMEDY = " Install bubblewrap 0.8 or later and allow unprivileged user namespaces"
            + " (in a container: start it with a seccomp profile that permits them; on Ubuntu:"
            + " sysctl kernel.apparmor_restrict_unprivileged_userns=0).";

    private static final Logger log = LoggerFactory.getLogger(SandboxProbe.class);

    private SandboxProbe() {}

    /**
     * Opens the sandbox that the operator chose, after running a trial program in it. Blocks for about 200 ms, and
     * for 10 s per candidate at most. First kills the orphans of killed servers.
     *
     * @throws SandboxUnavailable if {@code wanted} names a sandbox that does not work here
     */
    public static Sandbox open(SandboxSetting wanted, SandboxLimits limits) {
        return open(wanted, limits, MonotonicClock.SYSTEM);
    }

    /**
     * The same with another clock.
     *
     * @param monotonic measures the timeouts of programs
     */
    public static Sandbox open(SandboxSetting wanted, SandboxLimits limits, MonotonicClock monotonic) {
        OrphanKiller.killAll();
        return switch (wanted) {
            case AUTO -> strongest(CANDIDATES, limits, monotonic);
            case BUBBLEWRAP -> open(Isolation.BUBBLEWRAP, limits, monotonic);
            case UNSHARE -> open(Isolation.UNSHARE, limits, monotonic);
            case PROCESS -> open(Isolation.PROCESS, limits, monotonic);
            case OFF ->
                new DisabledSandbox("Generated code is not run: the sandbox is switched off (MGX_SANDBOX=off).");
        };
    }

    /** The first candidate that works, or else a disabled sandbox. */
    public static Sandbox strongest(List<Isolation> candidates, SandboxLimits limits, MonotonicClock monotonic) {
        List<String> reasons = new ArrayList<>();
        for (Isolation isolation : candidates) {
            try {
                return probed(isolation, limits, monotonic);
            } catch (SandboxUnavailable e) {
                reasons.add(isolation + ": " + e.getMessage());
            }
        }
        return new DisabledSandbox("Generated code is not run, because no sandbox works here (%s).%s"
                        .formatted(String.join("; ", reasons), REMEDY)
                + " Or accept the risk with MGX_SANDBOX=process.");
    }

    /**
     * Opens a sandbox with exactly this isolation.
     *
     * @throws SandboxUnavailable if it does not work here
     */
    public static Sandbox open(Isolation isolation, SandboxLimits limits, MonotonicClock monotonic) {
        try {
            return probed(isolation, limits, monotonic);
        } catch (SandboxUnavailable e) {
            throw new SandboxUnavailable(
                    "The sandbox %s does not work here (%s).%s".formatted(isolation, e.getMessage(), REMEDY));
        }
    }

    private static Sandbox probed(Isolation isolation, SandboxLimits limits, MonotonicClock monotonic) {
        return switch (isolation) {
            case BUBBLEWRAP -> bubblewrap(limits, monotonic);
            case UNSHARE -> probed(new Unshare(limits), limits, monotonic);
            case PROCESS -> probed(new PlainProcess(), limits, monotonic);
            case OFF -> throw new IllegalArgumentException("OFF confines nothing");
        };
    }

    /** With a filter of system calls, or without where there is none for this processor or the kernel takes none. */
    private static Sandbox bubblewrap(SandboxLimits limits, MonotonicClock monotonic) {
        Optional<Path> filter = SystemCallFilter.file();
        if (filter.isPresent()) {
            try {
                return probed(new Bubblewrap(limits, filter.get().toString()), limits, monotonic);
            } catch (SandboxUnavailable e) {
                log.info("The sandbox does not work with a filter of system calls; trying without one", e);
            }
        }
        return probed(new Bubblewrap(limits, ""), limits, monotonic);
    }

    private static Sandbox probed(Confinement confinement, SandboxLimits limits, MonotonicClock monotonic) {
        SandboxLimits trialLimits = limits.withTimeout(TIMEOUT); // the timeout of programs may be shorter
        try (Sandbox trial = ConfiningSandbox.forTrial(confinement, trialLimits, monotonic)) {
            Command command = new Command(List.of("sh", "-c", TRIAL), Map.of(), TIMEOUT);
            Execution execution = trial.run(command, OutputListener.NONE);
            if (!execution.succeeded() || !execution.stdout().startsWith(READY)) {
                throw new SandboxUnavailable("the trial: " + execution.summary() + " "
                        + execution.stderr().strip());
            }
            return ConfiningSandbox.of(confinement, limits, runtimes(execution.stdout(), limits), monotonic);
        } catch (SandboxFailure e) {
            throw new SandboxUnavailable(e.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxUnavailable("the trial was interrupted");
        }
    }

    private static List<LanguageRuntime> runtimes(String output, SandboxLimits limits) {
        return RUNTIME.matcher(output)
                .results()
                .map(found -> runtime(found, limits))
                .toList();
    }

    /**
     * A JVM is told to start fast and stay small: only the C1 compiler, the serial collector, half of the memory as
     * heap.
     */
    private static LanguageRuntime runtime(MatchResult found, SandboxLimits limits) {
        String name = found.group(1);
        String heap = "-Xmx%dm".formatted((limits.memoryBytes() / 2) >> 20);
        List<String> command = name.equals("java")
                ? List.of(name, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", heap)
                : List.of(name);
        return new LanguageRuntime(name, found.group(2), command);
    }
}
