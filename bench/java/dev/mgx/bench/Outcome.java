package dev.mgx.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All figures of a measure, by contender and metric, in the order of the rounds. */
final class Outcome {
    private final Measure measure;
    private final Map<String, Map<Metric, List<Double>>> figures = new LinkedHashMap<>();

    Outcome(Measure measure) {
        this.measure = measure;
    }

    Measure measure() {
        return measure;
    }

    void add(String contender, Map<Metric, Double> round) {
        Map<Metric, List<Double>> mine = figures.computeIfAbsent(contender, name -> new LinkedHashMap<>());
        round.forEach((metric, value) ->
                mine.computeIfAbsent(metric, name -> new ArrayList<>()).add(value));
    }

    /** What each round brought. */
    Map<String, Map<Metric, List<Double>>> rounds() {
        return figures;
    }

    Map<String, Map<Metric, Double>> medians() {
        Map<String, Map<Metric, Double>> medians = new LinkedHashMap<>();
        figures.forEach((contender, mine) -> {
            Map<Metric, Double> each = new LinkedHashMap<>();
            mine.forEach((metric, values) -> each.put(
                    metric,
                    Figures.median(
                            values.stream().mapToDouble(Double::doubleValue).toArray())));
            medians.put(contender, each);
        });
        return medians;
    }
}
