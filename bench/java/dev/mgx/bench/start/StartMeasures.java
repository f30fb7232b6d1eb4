package dev.mgx.bench.start;

import dev.mgx.bench.Measure;
import java.util.List;

/** All that is measured of starts. */
public final class StartMeasures {
    public static final List<Measure> ALL = List.of(
            new ServeStart(),
            new CommandStart("start-tasks", "mgx tasks, asking a running server", List.of("tasks"), 0.5),
            new CommandStart("start-help", "mgx --help", List.of("--help"), 0.3));

    private StartMeasures() {}
}
