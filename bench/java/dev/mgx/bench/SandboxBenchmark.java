package dev.mgx.bench;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.sandbox.linux.SandboxProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What it costs to start a program that does nothing: bare, and in each sandbox, one after the other in turns. */
public final class SandboxBenchmark {
    private static final int TURNS = 100;
    private static final int WARM_UP = 10;
    private static final String BARE = "bare";
    private static final List<String> NOTHING = List.of("sh", "-c", ":");

    private SandboxBenchmark() {}

    /** Starts each as often as {@code args} says; without any, 100 times. */
    public static void main(String[] args) throws Exception {
        int turns = args.length == 0 ? TURNS : Integer.parseInt(args[0]);
        Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
        for (SandboxSetting setting :
                List.of(SandboxSetting.PROCESS, SandboxSetting.UNSHARE, SandboxSetting.BUBBLEWRAP)) {
            try {
                Sandbox sandbox = SandboxProbe.open(setting, SandboxLimits.defaults());
                sandboxes.put(sandbox.isolation().toString(), sandbox);
            } catch (SandboxUnavailable e) {
                System.err.println(e.getMessage());
            }
        }
        Map<String, List<Long>> nanos = new LinkedHashMap<>();
        for (int turn = -WARM_UP; turn < turns; turn++) {
            record(nanos, turn, BARE, startBare());
            for (Map.Entry<String, Sandbox> each : sandboxes.entrySet()) {
                record(nanos, turn, each.getKey(), startIn(each.getValue()));
            }
        }
        sandboxes.values().forEach(Sandbox::close);
        print(nanos);
    }

    private static long startBare() throws Exception {
        long begun = System.nanoTime();
        new ProcessBuilder(NOTHING).start().waitFor();
        return System.nanoTime() - begun;
    }

    private static long startIn(Sandbox sandbox) throws InterruptedException {
        long begun = System.nanoTime();
        sandbox.run(new Command(NOTHING, Map.of(), Duration.ofSeconds(20)), OutputListener.NONE);
        return System.nanoTime() - begun;
    }

    private static void record(Map<String, List<Long>> nanos, int turn, String what, long took) {
        if (turn >= 0) {
            nanos.computeIfAbsent(what, name -> new ArrayList<>()).add(took);
        }
    }

    private static void print(Map<String, List<Long>> nanos) {
        System.out.printf("%12s %12s %12s %12s%n", "", "median ms", "95 % ms", "more than bare");
        double bare = 0;
        for (Map.Entry<String, List<Long>> each : nanos.entrySet()) {
            long[] sorted =
                    each.getValue().stream().mapToLong(Long::longValue).sorted().toArray();
            double median = sorted[sorted.length / 2] / 1e6;
            bare = each.getKey().equals(BARE) ? median : bare;
            System.out.printf(
                    "%12s %12.1f %12.1f %12.1f%n",
                    each.getKey(), median, sorted[sorted.length * 95 / 100] / 1e6, median - bare);
        }
    }
}
