package stockroom;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The items there are. */
final class Catalog {
    private final SortedMap<Sku, Item> items = new TreeMap<>();

    void add(Item item) {
        if (items.putIfAbsent(item.sku(), item) != null) {
            throw new StockException("there is an item " + item.sku() + " already");
        }
    }

    Item find(Sku sku) {
        Item item = items.get(sku);
        if (item == null) {
            throw new StockException("there is no item " + sku);
        }
        return item;
    }

    /** In the order of their SKUs. */
    Collection<Item> all() {
        return Collections.unmodifiableCollection(items.values());
    }
}
