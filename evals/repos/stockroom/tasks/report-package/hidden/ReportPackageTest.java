package stockroom;

import java.lang.reflect.Modifier;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import stockroom.report.CsvExport;
import stockroom.report.ExpiryReport;
import stockroom.report.HistoryReport;
import stockroom.report.ReorderReport;
import stockroom.report.StockReport;
import stockroom.report.ValueReport;

final class ReportPackageTest {
    private static final List<String> MOVED =
            List.of("StockReport", "ValueReport", "ReorderReport", "ExpiryReport", "HistoryReport", "CsvExport", "TextTable");
    private static final Sku TEA = new Sku("TEA");

    private final Warehouse warehouse = new Warehouse();

    ReportPackageTest() {
        warehouse.day(LocalDate.of(2024, 3, 1));
        warehouse.catalog().add(new Item(TEA, "Tea", 12));
        warehouse.receive(TEA, 10, "shop", new Money(240), Optional.of(LocalDate.of(2024, 6, 1)));
    }

    void theReportsAreThere() {
        Check.equal("TEA  shop  10  0  10\n", StockReport.of(warehouse));
        Check.equal("TEA    Tea  24.00\ntotal       24.00\n", ValueReport.of(warehouse));
        Check.equal("TEA  Tea  14\n", ReorderReport.of(warehouse));
        Check.equal("2024-06-01  TEA  shop  10\n", ExpiryReport.of(warehouse, LocalDate.of(2024, 6, 1)));
        Check.equal("2024-03-01  received  10  to shop\n", HistoryReport.of(warehouse, TEA));
        Check.equal("sku,name,place,received,expires,quantity,unit cost\nTEA,Tea,shop,2024-03-01,2024-06-01,10,2.40\n", CsvExport.of(warehouse));
    }

    void nothingIsLeftBehind() {
        for (String name : MOVED) {
            Check.equal(false, exists("stockroom." + name));
            Check.equal(true, exists("stockroom.report." + name));
        }
    }

    void theReportsArePublic() throws ClassNotFoundException {
        for (String name : MOVED) {
            Check.equal(!name.equals("TextTable"), isPublic("stockroom.report." + name));
        }
    }

    void noMoreIsPublicThanIsNeeded() throws ClassNotFoundException {
        for (String name : List.of("StockException", "Shell", "Words", "Command", "CommandParser", "Reservation", "Reservations")) {
            Check.equal(false, isPublic("stockroom." + name));
        }
        Check.equal(true, isPublic("stockroom.Warehouse"));
    }

    void theShellPrintsThem() {
        Check.equal("TEA  shop  1  0  1\nTEA    Tea  2.00\ntotal       2.00\n", Session.output("item TEA Tea", "receive TEA 1 shop 2", "stock", "value"));
    }

    private static boolean isPublic(String name) throws ClassNotFoundException {
        return Modifier.isPublic(Class.forName(name).getModifiers());
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
