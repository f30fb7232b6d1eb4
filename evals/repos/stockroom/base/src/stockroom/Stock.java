package stockroom;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What lies where. */
final class Stock {
    private final SortedMap<Spot, Shelf> shelves = new TreeMap<>();

    Shelf at(Spot spot) {
        return shelves.computeIfAbsent(spot, unused -> new Shelf());
    }

    int quantity(Spot spot) {
        return shelves.containsKey(spot) ? shelves.get(spot).quantity() : 0;
    }

    /** In all places together. */
    int quantity(Sku sku) {
        return shelves.keySet().stream()
                .filter(spot -> spot.sku().equals(sku))
                .mapToInt(this::quantity)
                .sum();
    }

    /** By item and place. */
    SortedMap<Spot, Shelf> shelves() {
        return Collections.unmodifiableSortedMap(shelves);
    }
}
