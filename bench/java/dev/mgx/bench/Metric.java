package dev.mgx.bench;

/**
 * What one figure says.
 *
 * @param unit as it stands behind the figure
 * @param moreIsBetter a rate, not a time or a size
 */
public record Metric(String name, String unit, boolean moreIsBetter) {
    public static final Metric RATE = new Metric("rate", "messages/s", true);
    public static final Metric CPU = new Metric("CPU", "µs each", false);

    /** A time, in milliseconds. */
    public static Metric millis(String name) {
        return new Metric(name, "ms", false);
    }

    /** How much better {@code ours} is than {@code theirs}: 2 is twice the rate, or half the time. */
    double ratio(double ours, double theirs) {
        return moreIsBetter ? ours / theirs : theirs / ours;
    }
}
