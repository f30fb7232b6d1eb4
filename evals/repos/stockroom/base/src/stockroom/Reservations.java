package stockroom;

import java.util.ArrayList;
import java.util.List;

/** What is kept for orders. */
final class Reservations {
    private final List<Reservation> all = new ArrayList<>();

    void add(Reservation reservation) {
        all.add(reservation);
    }

    /** For all orders together. */
    int quantity(Spot spot) {
        return all.stream()
                .filter(each -> each.spot().equals(spot))
                .mapToInt(Reservation::quantity)
                .sum();
    }

    int quantity(String order, Spot spot) {
        return all.stream()
                .filter(each -> each.order().equals(order) && each.spot().equals(spot))
                .mapToInt(Reservation::quantity)
                .sum();
    }

    /** So many pieces were shipped for the order, or as many of them as are reserved; the rest stays reserved. */
    void use(String order, Spot spot, int quantity) {
        int left = quantity;
        for (Reservation each : List.copyOf(all)) {
            if (left > 0 && each.order().equals(order) && each.spot().equals(spot)) {
                int part = Math.min(left, each.quantity());
                replace(each, each.quantity() - part);
                left -= part;
            }
        }
    }

    /** Gives back everything that is kept for the order, and says how many pieces that were. */
    int release(String order) {
        int released = all.stream()
                .filter(each -> each.order().equals(order))
                .mapToInt(Reservation::quantity)
                .sum();
        all.removeIf(each -> each.order().equals(order));
        return released;
    }

    private void replace(Reservation old, int quantity) {
        if (quantity == 0) {
            all.remove(old);
        } else {
            all.set(all.indexOf(old), old.withQuantity(quantity));
        }
    }
}
