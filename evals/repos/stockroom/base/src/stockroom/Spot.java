package stockroom;

import java.util.Comparator;

/** An item in a place. */
record Spot(Sku sku, String place) implements Comparable<Spot> {
    private static final Comparator<Spot> ORDER = Comparator.comparing(Spot::sku).thenComparing(Spot::place);

    @Override
    public int compareTo(Spot other) {
        return ORDER.compare(this, other);
    }
}
