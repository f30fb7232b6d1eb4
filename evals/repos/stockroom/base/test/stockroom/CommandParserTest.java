package stockroom;

import java.util.Optional;

final class CommandParserTest {
    void optionalWordsMayBeLeftOut() {
        Sku tea = new Sku("TEA");
        Check.equal(new Command.AddItem(new Item(tea, "Tea", 0)), CommandParser.parse("item TEA Tea"));
        Check.equal(new Command.AddItem(new Item(tea, "Tea", 5)), CommandParser.parse("item TEA Tea reorder 5"));
        Check.equal(new Command.Ship(tea, 1, "shop", Optional.of("A1")), CommandParser.parse("ship TEA 1 shop order A1"));
    }

    void whatIsWrongIsTold() {
        Check.refused("there is no command 'dance'", () -> CommandParser.parse("dance"));
        Check.refused("the place is missing", () -> CommandParser.parse("ship TEA 1"));
        Check.refused("'now' is one word too many", () -> CommandParser.parse("stock now"));
    }
}
