package stockroom;

import java.util.Locale;

/** What moved of an item: day, kind, quantity, from where and to where. */
final class HistoryReport {
    private HistoryReport() {}

    static String of(Warehouse warehouse, Sku sku) {
        warehouse.catalog().find(sku);
        TextTable table = new TextTable();
        for (Movement each : warehouse.journal().of(sku)) {
            table.add(each.day(), each.kind().name().toLowerCase(Locale.ROOT), each.quantity(), each.text());
        }
        return table.toString();
    }
}
