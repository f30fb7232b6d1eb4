package stockroom;

/** What lies where: item, place, quantity, reserved, available. */
final class StockReport {
    private StockReport() {}

    static String of(Warehouse warehouse) {
        TextTable table = new TextTable();
        warehouse.stock().shelves().forEach((spot, shelf) -> {
            if (shelf.quantity() > 0) {
                int reserved = warehouse.reserved(spot);
                table.add(spot.sku(), spot.place(), shelf.quantity(), reserved, warehouse.available(spot));
            }
        });
        return table.toString();
    }
}
