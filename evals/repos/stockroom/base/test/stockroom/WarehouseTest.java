package stockroom;

import java.time.LocalDate;
import java.util.Optional;

final class WarehouseTest {
    private static final Sku TEA = new Sku("TEA");
    private static final Spot SHOP = new Spot(TEA, "shop");

    private final Warehouse warehouse = new Warehouse();

    WarehouseTest() {
        warehouse.day(LocalDate.of(2024, 3, 1));
        warehouse.catalog().add(new Item(TEA, "Tea", 10));
        warehouse.receive(TEA, 10, "shop", new Money(240), Optional.empty());
    }

    void goodsComeAndGo() {
        warehouse.ship(TEA, 4, "shop", Optional.empty());
        Check.equal(6, warehouse.stock().quantity(SHOP));
    }

    void noMoreGoesThanIsAvailable() {
        warehouse.reserve("A1", TEA, 7, "shop");
        Check.refused("of TEA only 3 are available in shop", () -> warehouse.ship(TEA, 4, "shop", Optional.empty()));
        Check.refused("of TEA only 3 are available in shop", () -> warehouse.transfer(TEA, 4, "shop", "main"));
        Check.refused("of TEA only 3 are available in shop", () -> warehouse.reserve("A2", TEA, 4, "shop"));
        Check.equal(10, warehouse.stock().quantity(SHOP));
    }

    void anOrderMayTakeWhatIsReservedForIt() {
        warehouse.reserve("A1", TEA, 7, "shop");
        warehouse.ship(TEA, 7, "shop", Optional.of("A1"));
        Check.equal(3, warehouse.available(SHOP));
    }

    void whatIsReleasedIsAvailableAgain() {
        warehouse.reserve("A1", TEA, 7, "shop");
        Check.equal(7, warehouse.release("A1"));
        Check.equal(10, warehouse.available(SHOP));
        Check.refused("nothing is reserved for A1", () -> warehouse.release("A1"));
    }

    void goodsMove() {
        warehouse.transfer(TEA, 4, "shop", "main");
        Check.equal(4, warehouse.stock().quantity(new Spot(TEA, "main")));
        Check.equal(10, warehouse.stock().quantity(TEA));
        Check.refused("it is in shop already", () -> warehouse.transfer(TEA, 1, "shop", "shop"));
    }

    void whatCannotBeIsRefused() {
        Check.refused("there is no item COFFEE", () -> warehouse.reserve("A1", new Sku("COFFEE"), 1, "shop"));
        Check.refused("there is an item TEA already", () -> warehouse.catalog().add(new Item(TEA, "Tea", 0)));
        Check.refused("a quantity is more than 0", () -> warehouse.ship(TEA, 0, "shop", Optional.empty()));
        Check.refused("days do not go back: it is 2024-03-01", () -> warehouse.day(LocalDate.of(2024, 2, 1)));
    }
}
