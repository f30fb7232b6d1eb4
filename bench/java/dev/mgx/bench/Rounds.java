package dev.mgx.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every round's figures, for programs. */
final class Rounds {
    private Rounds() {}

    static Map<String, Object> of(List<Outcome> outcomes, String machine) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("machine", machine);
        outcomes.forEach(outcome -> whole.put(outcome.measure().name(), figures(outcome.rounds())));
        return whole;
    }

    private static List<Map<String, Object>> figures(Map<String, Map<Metric, List<Double>>> rounds) {
        List<Map<String, Object>> figures = new ArrayList<>();
        rounds.forEach((contender, mine) -> mine.forEach((metric, values) -> figures.add(
                Map.of("contender", contender, "metric", metric.name(), "unit", metric.unit(), "rounds", values))));
        return figures;
    }
}
