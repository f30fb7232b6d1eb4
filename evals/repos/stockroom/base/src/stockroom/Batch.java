package stockroom;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;

/** Pieces of one item that came together. */
record Batch(LocalDate received, int quantity, Money unitCost, Optional<LocalDate> expires) {
    /** What was received first goes out first. */
    static final Comparator<Batch> ORDER = Comparator.comparing(Batch::received);

    Batch withQuantity(int other) {
        return new Batch(received, other, unitCost, expires);
    }

    Money value() {
        return unitCost.times(quantity);
    }
}
