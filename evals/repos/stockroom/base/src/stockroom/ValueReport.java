package stockroom;

/** What the items that lie there have cost, and all of them together. */
final class ValueReport {
    private ValueReport() {}

    static String of(Warehouse warehouse) {
        TextTable table = new TextTable();
        Money total = Money.ZERO;
        for (Item item : warehouse.catalog().all()) {
            Money value = value(warehouse, item.sku());
            if (warehouse.stock().quantity(item.sku()) > 0) {
                table.add(item.sku(), item.name(), value);
            }
            total = total.plus(value);
        }
        table.add("total", "", total);
        return table.toString();
    }

    private static Money value(Warehouse warehouse, Sku sku) {
        long cents = 0;
        for (Spot spot : warehouse.stock().shelves().keySet()) {
            if (spot.sku().equals(sku)) {
                for (Batch batch : warehouse.stock().at(spot).batches()) {
                    cents += batch.value().cents();
                }
            }
        }
        return new Money(cents);
    }
}
