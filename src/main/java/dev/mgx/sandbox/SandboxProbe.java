package dev.mgx.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds out what works on this machine by running a trial in it. */
final class SandboxProbe {
    /** A second is usual on a cold disk. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What may be chosen unasked, the strongest first. Never a plain process: that is the operator's to say. */
    static final List<Isolation> CANDIDATES = List.of(Isolation.BUBBLEWRAP, Isolation.UNSHARE);

    private static final String TRIAL = Program.script("trial.sh");
    private static final String READY = "ready";
    private static final Pattern RUNTIME = Pattern.compile("(?m)^(java|python3|node)\\D+(\\d+(\\.\\d+)*)");

    private static final String REMEDY = " Install bubblewrap 0.8 or later and allow unprivileged user namespaces"
            + " (in a container: start it with a seccomp profile that permits them; on Ubuntu:"
            + " sysctl kernel.apparmor_restrict_unprivileged_userns=0).";

    private SandboxProbe() {}

    /** The first of these that works, or a sandbox that runs nothing and says why. */
    static Sandbox strongest(List<Isolation> candidates, SandboxLimits limits, LongSupplier nanoTime) {
        List<String> reasons = new ArrayList<>();
        for (Isolation isolation : candidates) {
            try {
                return tried(confinement(isolation, limits), limits, nanoTime);
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
    static Sandbox open(Isolation isolation, SandboxLimits limits, LongSupplier nanoTime) {
        try {
            return tried(confinement(isolation, limits), limits, nanoTime);
        } catch (SandboxUnavailable e) {
            throw new SandboxUnavailable(
                    "The sandbox %s does not work here (%s).%s".formatted(isolation, e.getMessage(), REMEDY));
        }
    }

    private static Sandbox tried(Confinement confinement, SandboxLimits limits, LongSupplier nanoTime) {
        SandboxLimits patient = limits.withTimeout(TIMEOUT); // programs may have less
        try (Sandbox trial = new ConfiningSandbox(confinement, patient, List.of(), nanoTime)) {
            Command command = new Command(List.of("sh", "-c", TRIAL), Map.of(), TIMEOUT);
            Execution execution = trial.run(command, OutputListener.NONE);
            if (!execution.succeeded() || !execution.stdout().startsWith(READY)) {
                throw new SandboxUnavailable("the trial: " + execution.summary() + " "
                        + execution.stderr().strip());
            }
            return new ConfiningSandbox(confinement, limits, runtimes(execution.stdout(), limits), nanoTime);
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
