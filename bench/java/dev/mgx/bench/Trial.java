package dev.mgx.bench;

import java.util.Map;

/** One run of what is measured. */
@FunctionalInterface
public interface Trial {
    /**
     * Does the work once and checks that it was done right.
     *
     * @return the figures, the most important one first
     * @throws IllegalStateException when something is missing, or came in the wrong order
     */
    Map<Metric, Double> run() throws Exception;
}
