package dev.mgx.bench;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What it costs to start a program that does nothing: in the sandbox, and bare. */
final class SandboxStart implements Measure {
    private static final int TURNS = 20;
    private static final List<String> NOTHING = List.of("sh", "-c", ":");
    private static final Metric START = Metric.millis("start");

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public String title() {
        return "a program that does nothing, started";
    }

    @Override
    public List<Goal> goals() {
        return List.of();
    }

    @Override
    public Field open() {
        Sandbox sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
        return new Field(
                List.of(
                        Contender.ours(() -> Map.of(
                                START,
                                millis(() -> sandbox.run(
                                        new Command(NOTHING, Map.of(), Duration.ofSeconds(20)), OutputListener.NONE)))),
                        new Contender(
                                "without a sandbox",
                                () -> Map.of(
                                        START,
                                        millis(() -> new ProcessBuilder(NOTHING)
                                                .start()
                                                .waitFor())))),
                sandbox);
    }

    private interface Start {
        Object run() throws Exception;
    }

    private static double millis(Start start) throws Exception {
        double[] millis = new double[TURNS];
        for (int i = 0; i < TURNS; i++) {
            long begun = System.nanoTime();
            start.run();
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        return Figures.median(millis);
    }
}
