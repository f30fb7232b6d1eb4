package stockroom;

import java.io.PrintStream;
import java.util.List;

/** Carries out commands. */
final class Shell {
    private final Warehouse warehouse = new Warehouse();
    private final PrintStream out;
    private final PrintStream err;

    Shell(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** The exit code. */
    int run(List<String> lines) {
        int code = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    carryOut(CommandParser.parse(line));
                } catch (StockException e) {
                    err.println("line " + (i + 1) + ": " + e.getMessage());
                    code = 1;
                }
            }
        }
        return code;
    }

    private void carryOut(Command command) {
        switch (command) {
            case Command.Day it -> warehouse.day(it.day());
            case Command.AddItem it -> warehouse.catalog().add(it.item());
            case Command.Receive it ->
                warehouse.receive(it.sku(), it.quantity(), it.place(), it.cost(), it.expires());
            case Command.Ship it -> warehouse.ship(it.sku(), it.quantity(), it.place(), it.order());
            case Command.Transfer it -> warehouse.transfer(it.sku(), it.quantity(), it.from(), it.to());
            case Command.Reserve it -> warehouse.reserve(it.order(), it.sku(), it.quantity(), it.place());
            case Command.Release it -> out.println("released " + warehouse.release(it.order()));
            case Command.ShowStock it -> out.print(StockReport.of(warehouse));
            case Command.ShowValue it -> out.print(ValueReport.of(warehouse));
            case Command.ShowReorder it -> out.print(ReorderReport.of(warehouse));
            case Command.ShowExpiring it -> out.print(ExpiryReport.of(warehouse, it.until()));
            case Command.ShowHistory it -> out.print(HistoryReport.of(warehouse, it.sku()));
            case Command.Export it -> out.print(CsvExport.of(warehouse));
        }
    }
}
