package dev.mgx.bench.delivery;

import com.sun.management.OperatingSystemMXBean;
import dev.mgx.bench.Metric;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** Time and CPU time of this process, server and watchers together. */
final class Stopwatch {
    private final long begun = System.nanoTime();
    private final long cpu = cpuNanos();

    /** The figures for this many messages since it was made. */
    Map<Metric, Double> figures(double messages) {
        Map<Metric, Double> figures = new LinkedHashMap<>();
        figures.put(Metric.RATE, messages * 1e9 / (System.nanoTime() - begun));
        figures.put(Metric.CPU, (cpuNanos() - cpu) / 1e3 / messages);
        return figures;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
