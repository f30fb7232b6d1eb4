package stockroom;

import java.time.LocalDate;
import java.util.Optional;

final class ReportsTest {
    private static final Sku TEA = new Sku("TEA");
    private static final Sku MILK = new Sku("MILK");
    private static final LocalDate JUNE = LocalDate.of(2024, 6, 1);

    private final Warehouse warehouse = new Warehouse();

    ReportsTest() {
        warehouse.day(LocalDate.of(2024, 3, 1));
        warehouse.catalog().add(new Item(TEA, "Tea, \"green\"", 12));
        warehouse.catalog().add(new Item(MILK, "Milk", 0));
        warehouse.receive(TEA, 10, "shop", new Money(240), Optional.empty());
        warehouse.receive(MILK, 3, "shop", new Money(99), Optional.of(JUNE));
        warehouse.reserve("A1", TEA, 4, "shop");
    }

    void stockHasWhatLiesWhere() {
        Check.equal("MILK  shop   3  0  3\nTEA   shop  10  4  6\n", StockReport.of(warehouse));
    }

    void valueHasASum() {
        Check.equal("MILK   Milk           2.97\nTEA    Tea, \"green\"  24.00\ntotal                26.97\n", ValueReport.of(warehouse));
    }

    void reorderHasWhatIsBelowItsLevel() {
        Check.equal("TEA  Tea, \"green\"  14\n", ReorderReport.of(warehouse));
        warehouse.receive(TEA, 2, "main", new Money(240), Optional.empty());
        Check.equal("", ReorderReport.of(warehouse));
    }

    void expiringHasTheDayIncluded() {
        Check.equal("2024-06-01  MILK  shop  3\n", ExpiryReport.of(warehouse, JUNE));
        Check.equal("", ExpiryReport.of(warehouse, JUNE.minusDays(1)));
    }

    void historyHasWhatMoved() {
        warehouse.transfer(TEA, 2, "shop", "main");
        Check.equal("2024-03-01  received     10  to shop\n2024-03-01  transferred   2  from shop to main\n", HistoryReport.of(warehouse, TEA));
    }

    void exportIsCsv() {
        String head = "sku,name,place,received,expires,quantity,unit cost\n";
        String milk = "MILK,Milk,shop,2024-03-01,2024-06-01,3,0.99\n";
        Check.equal(head + milk + "TEA,\"Tea, \"\"green\"\"\",shop,2024-03-01,,10,2.40\n", CsvExport.of(warehouse));
    }
}
