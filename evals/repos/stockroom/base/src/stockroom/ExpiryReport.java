package stockroom;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What expires until a day, that day included: what expires first comes first. */
final class ExpiryReport {
    private record Line(LocalDate expires, Spot spot, int quantity) {}

    private ExpiryReport() {}

    static String of(Warehouse warehouse, LocalDate until) {
        List<Line> lines = warehouse.stock().shelves().entrySet().stream()
                .flatMap(entry -> lines(entry).stream())
                .filter(line -> !line.expires().isAfter(until))
                .sorted(Comparator.comparing(Line::expires).thenComparing(Line::spot))
                .toList();
        TextTable table = new TextTable();
        lines.forEach(line -> table.add(
                line.expires(), line.spot().sku(), line.spot().place(), line.quantity()));
        return table.toString();
    }

    private static List<Line> lines(Map.Entry<Spot, Shelf> entry) {
        return entry.getValue().batches().stream()
                .filter(batch -> batch.expires().isPresent())
                .map(batch -> new Line(batch.expires().get(), entry.getKey(), batch.quantity()))
                .toList();
    }
}
