package dev.mgx.bench;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the program is to reach.
 *
 * @param factor a bound of the figure itself, or of its ratio to that of {@code than}
 * @param than the baseline's name, or null
 */
public record Goal(Metric metric, double factor, @Nullable String than) {

    /** At least this rate, or at most this time or size. */
    public static Goal of(Metric metric, double bound) {
        return new Goal(metric, bound, null);
    }

    /** At least this many times as good as a baseline. */
    public static Goal times(double factor, String than, Metric metric) {
        return new Goal(metric, factor, than);
    }

    /** Whether it is reached by these medians, by contender; empty where the baseline has no figure. */
    Optional<Boolean> reached(Map<String, Map<Metric, Double>> medians) {
        Double ours = figure(medians, Contender.OURS);
        if (ours == null) {
            return Optional.empty();
        }
        if (than == null) {
            return Optional.of(metric.moreIsBetter() ? ours >= factor : ours <= factor);
        }
        Double theirs = figure(medians, than);
        return theirs == null ? Optional.empty() : Optional.of(metric.ratio(ours, theirs) >= factor);
    }

    private @Nullable Double figure(Map<String, Map<Metric, Double>> medians, String contender) {
        Map<Metric, Double> figures = medians.get(contender);
        return figures == null ? null : figures.get(metric);
    }

    /** As it stands in the table. */
    String text() {
        if (than != null) {
            return String.format(Locale.ROOT, "%s ≥ %s × %s", metric.name(), Figures.plain(factor), than);
        }
        String sign = metric.moreIsBetter() ? "≥" : "≤";
        return String.format(Locale.ROOT, "%s %s %s %s", metric.name(), sign, Figures.plain(factor), metric.unit());
    }
}
