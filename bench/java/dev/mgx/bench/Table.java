package dev.mgx.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The medians as a table in Markdown. */
final class Table {
    private Table() {}

    static String of(List<Outcome> outcomes, String machine) {
        StringBuilder text = new StringBuilder("Measured on ").append(machine).append(".\n\n");
        text.append("| what | who | median | ours is | to be reached |\n|---|---|---|---|---|\n");
        outcomes.forEach(outcome -> rows(text, outcome));
        return text.toString();
    }

    private static void rows(StringBuilder text, Outcome outcome) {
        Map<String, Map<Metric, Double>> medians = outcome.medians();
        Map<Metric, Double> ours = medians.getOrDefault(Contender.OURS, Map.of());
        medians.forEach((contender, figures) -> {
            boolean first = contender.equals(Contender.OURS);
            text.append("| ")
                    .append(first ? "**" + outcome.measure().title() + "**" : "")
                    .append(" | ")
                    .append(contender)
                    .append(" | ")
                    .append(line(figures))
                    .append(" | ")
                    .append(first ? "" : ratio(ours, figures))
                    .append(" | ")
                    .append(first ? goals(outcome.measure().goals(), medians) : "")
                    .append(" |\n");
        });
    }

    /** Figures in a row. */
    static String line(Map<Metric, Double> figures) {
        return figures.entrySet().stream()
                .map(each -> each.getKey().name() + " " + Figures.plain(each.getValue()) + " "
                        + each.getKey().unit())
                .collect(Collectors.joining(", "));
    }

    /** How good ours is beside these, by the first figure that both have. */
    private static String ratio(Map<Metric, Double> ours, Map<Metric, Double> theirs) {
        for (Map.Entry<Metric, Double> each : theirs.entrySet()) {
            @Nullable Double mine = ours.get(each.getKey());
            if (mine != null) {
                return Figures.plain(each.getKey().ratio(mine, each.getValue())) + " ×";
            }
        }
        return "";
    }

    private static String goals(List<Goal> goals, Map<String, Map<Metric, Double>> medians) {
        return goals.stream()
                .map(goal -> goal.text() + sign(goal.reached(medians)))
                .collect(Collectors.joining("; "));
    }

    private static String sign(Optional<Boolean> reached) {
        return reached.map(yes -> yes ? " ✓" : " ✗").orElse("");
    }
}
