package stockroom;

import java.util.Optional;

/** Makes a command of a line. */
final class CommandParser {
    private CommandParser() {}

    static Command parse(String line) {
        Words words = Words.of(line);
        Command command = command(words.word("the command"), words);
        words.end();
        return command;
    }

    private static Command command(String name, Words words) {
        return switch (name) {
            case "day" -> new Command.Day(words.date());
            case "item" -> new Command.AddItem(item(words));
            case "receive" -> receive(words);
            case "ship" -> ship(words);
            case "transfer" ->
                new Command.Transfer(words.sku(), quantity(words), words.word("from where"), words.word("to where"));
            case "reserve" ->
                new Command.Reserve(words.word("the order"), words.sku(), quantity(words), words.word("the place"));
            case "release" -> new Command.Release(words.word("the order"));
            case "stock" -> new Command.ShowStock();
            case "value" -> new Command.ShowValue();
            case "reorder" -> new Command.ShowReorder();
            case "expiring" -> new Command.ShowExpiring(words.date());
            case "history" -> new Command.ShowHistory(words.sku());
            case "export" -> new Command.Export();
            default -> throw new StockException("there is no command '" + name + "'");
        };
    }

    private static Item item(Words words) {
        return new Item(words.sku(), words.word("the name"), words.has("reorder") ? words.number("the level") : 0);
    }

    private static Command receive(Words words) {
        Sku sku = words.sku();
        int quantity = quantity(words);
        String place = words.word("the place");
        Money cost = Money.parse(words.word("the cost"));
        return new Command.Receive(sku, quantity, place, cost, words.dateAfter("expires"));
    }

    private static Command ship(Words words) {
        Sku sku = words.sku();
        int quantity = quantity(words);
        String place = words.word("the place");
        Optional<String> order = words.has("order") ? Optional.of(words.word("the order")) : Optional.empty();
        return new Command.Ship(sku, quantity, place, order);
    }

    private static int quantity(Words words) {
        return words.number("the quantity");
    }
}
