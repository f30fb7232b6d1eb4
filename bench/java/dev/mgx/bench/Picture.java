package dev.mgx.bench;

import java.util.List;
import java.util.Map;

/** One picture of all measures: a bar for each contender, by the first metric, beside the best of the measure. */
final class Picture {
    private static final int WIDTH = 860;
    private static final int LABEL = 230;
    private static final int BAR = 440;
    private static final int LINE = 20;

    private final StringBuilder shapes = new StringBuilder();
    private int y = 8;

    private Picture() {}

    /** An SVG document. */
    static String of(List<Outcome> outcomes) {
        Picture picture = new Picture();
        outcomes.forEach(picture::measure);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="#fff"/>
                %s</svg>
                """.formatted(WIDTH, picture.y + 8, picture.shapes);
    }

    private void measure(Outcome outcome) {
        Map<String, Map<Metric, Double>> medians = outcome.medians();
        text(8, outcome.measure().title(), "#111", "bold");
        Metric metric = medians.values().iterator().next().keySet().iterator().next();
        double longest = medians.values().stream()
                .mapToDouble(figures -> figures.getOrDefault(metric, 0.0))
                .max()
                .orElse(1);
        medians.forEach((contender, figures) -> bar(contender, figures.getOrDefault(metric, 0.0), longest, metric));
        y += 8;
    }

    private void bar(String contender, double value, double longest, Metric metric) {
        int length = (int) Math.max(1, Math.round(BAR * value / longest));
        String colour = contender.equals(Contender.OURS) ? "#2563eb" : "#94a3b8";
        shapes.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"14\" fill=\"%s\"/>%n"
                .formatted(LABEL, y + 2, length, colour));
        shapes.append("<text x=\"%d\" y=\"%d\" fill=\"#111\">%s %s</text>%n"
                .formatted(LABEL + length + 6, y + 13, Figures.plain(value), escaped(metric.unit())));
        text(16, contender, "#333", "normal");
    }

    private void text(int x, String words, String colour, String weight) {
        shapes.append("<text x=\"%d\" y=\"%d\" fill=\"%s\" font-weight=\"%s\">%s</text>%n"
                .formatted(x, y + 13, colour, weight, escaped(words)));
        y += LINE;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
