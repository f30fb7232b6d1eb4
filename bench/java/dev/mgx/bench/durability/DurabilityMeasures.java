package dev.mgx.bench.durability;

import dev.mgx.bench.Measure;
import java.util.List;

/** All that is measured of durability. */
public final class DurabilityMeasures {
    public static final List<Measure> ALL = List.of(
            new DurableEvents("durable-64", BenchDatabase.SQLITE, 64, 0.85),
            new DurableEvents("durable-1", BenchDatabase.SQLITE, 1, 0.8),
            new DurableEvents("durable-postgres-64", BenchDatabase.POSTGRES, 64, 0.85),
            new DurableEvents("durable-postgres-1", BenchDatabase.POSTGRES, 1, 0.8));

    private DurabilityMeasures() {}
}
