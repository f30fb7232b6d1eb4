package dev.mgx.bench.delivery;

import dev.mgx.bench.Measure;
import java.util.List;

/** All that is measured of delivery. */
public final class DeliveryMeasures {
    public static final List<Measure> ALL = List.of(
            new FanOut(),
            new ManyFeeds(),
            new CommitToClient(),
            new CatchingUp(),
            new IdleWatchers(),
            new Generations());

    private DeliveryMeasures() {}
}
