package stockroom;

import java.time.LocalDate;
import java.util.Optional;

/** Items, stock and reservations, and what can happen to them. What cannot be done changes nothing. */
final class Warehouse {
    private final Catalog catalog = new Catalog();
    private final Stock stock = new Stock();
    private final Reservations reservations = new Reservations();
    private final Journal journal = new Journal();
    private LocalDate today = LocalDate.EPOCH;

    void day(LocalDate day) {
        if (day.isBefore(today)) {
            throw new StockException("days do not go back: it is " + today);
        }
        today = day;
    }

    void receive(Sku sku, int quantity, String place, Money unitCost, Optional<LocalDate> expires) {
        catalog.find(sku);
        requirePositive(quantity);
        stock.at(new Spot(sku, place)).put(new Batch(today, quantity, unitCost, expires));
        record(Movement.Kind.RECEIVED, sku, quantity, "to " + place);
    }

    void ship(Sku sku, int quantity, String place, Optional<String> order) {
        catalog.find(sku);
        requirePositive(quantity);
        Spot spot = new Spot(sku, place);
        int reserved = order.map(id -> reservations.quantity(id, spot)).orElse(0);
        requireAvailable(spot, quantity, reserved + available(spot));
        stock.at(spot).take(quantity);
        order.ifPresent(id -> reservations.use(id, spot, quantity));
        record(Movement.Kind.SHIPPED, sku, quantity, "from " + place + order.map(id -> " for " + id).orElse(""));
    }

    void transfer(Sku sku, int quantity, String from, String to) {
        catalog.find(sku);
        requirePositive(quantity);
        if (from.equals(to)) {
            throw new StockException("it is in " + to + " already");
        }
        Spot spot = new Spot(sku, from);
        requireAvailable(spot, quantity, available(spot));
        Shelf target = stock.at(new Spot(sku, to));
        stock.at(spot).take(quantity).forEach(target::put);
        record(Movement.Kind.TRANSFERRED, sku, quantity, "from " + from + " to " + to);
    }

    void reserve(String order, Sku sku, int quantity, String place) {
        catalog.find(sku);
        requirePositive(quantity);
        Spot spot = new Spot(sku, place);
        requireAvailable(spot, quantity, available(spot));
        reservations.add(new Reservation(order, spot, quantity));
    }

    /** How many pieces were given back. */
    int release(String order) {
        int released = reservations.release(order);
        if (released == 0) {
            throw new StockException("nothing is reserved for " + order);
        }
        return released;
    }

    int available(Spot spot) {
        return stock.quantity(spot) - reservations.quantity(spot);
    }

    int reserved(Spot spot) {
        return reservations.quantity(spot);
    }

    Catalog catalog() {
        return catalog;
    }

    Stock stock() {
        return stock;
    }

    Journal journal() {
        return journal;
    }

    LocalDate today() {
        return today;
    }

    private void record(Movement.Kind kind, Sku sku, int quantity, String text) {
        journal.add(new Movement(today, kind, sku, quantity, text));
    }

    private static void requirePositive(int quantity) {
        if (quantity <= 0) {
            throw new StockException("a quantity is more than 0");
        }
    }

    private static void requireAvailable(Spot spot, int quantity, int available) {
        if (quantity > available) {
            throw new StockException("of " + spot.sku() + " only " + available + " are available in " + spot.place());
        }
    }
}
