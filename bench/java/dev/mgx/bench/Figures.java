package dev.mgx.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;

/** Figures as people read them. */
final class Figures {
    private Figures() {}

    /** Three digits that count, with separators between thousands. */
    static String plain(double value) {
        if (Math.abs(value) >= 1_000) {
            BigDecimal rounded = new BigDecimal(value).round(new MathContext(3));
            return String.format(Locale.ROOT, "%,d", rounded.longValue());
        }
        String digits = new BigDecimal(value).round(new MathContext(3)).toPlainString();
        return digits.contains(".") ? digits.replaceAll("0+$", "").replaceAll("\\.$", "") : digits;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
