package stockroom;

import java.util.List;
import java.util.stream.Collectors;

/** Every batch as a line of CSV. */
final class CsvExport {
    private CsvExport() {}

    static String of(Warehouse warehouse) {
        StringBuilder text = new StringBuilder("sku,name,place,received,expires,quantity,unit cost\n");
        warehouse.stock().shelves().forEach((spot, shelf) -> {
            String name = warehouse.catalog().find(spot.sku()).name();
            for (Batch batch : shelf.batches()) {
                String expires = batch.expires().map(Object::toString).orElse("");
                text.append(row(spot.sku(), name, spot.place(), batch.received(), expires, batch.quantity(), batch.unitCost()));
            }
        });
        return text.toString();
    }

    private static String row(Object... cells) {
        return List.of(cells).stream().map(cell -> quoted(cell.toString())).collect(Collectors.joining(",")) + "\n";
    }

    /** A cell with a comma, a quote or a line's end stands in quotes, and its quotes are doubled. */
    private static String quoted(String cell) {
        return cell.matches("[^,\"\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
