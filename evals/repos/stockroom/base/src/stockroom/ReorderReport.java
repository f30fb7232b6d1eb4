package stockroom;

/** What is to be ordered again, and how much of it. */
final class ReorderReport {
    private ReorderReport() {}

    static String of(Warehouse warehouse) {
        TextTable table = new TextTable();
        for (Item item : warehouse.catalog().all()) {
            int there = warehouse.stock().quantity(item.sku());
            if (there < item.reorderLevel()) {
                table.add(item.sku(), item.name(), 2 * item.reorderLevel() - there);
            }
        }
        return table.toString();
    }
}
