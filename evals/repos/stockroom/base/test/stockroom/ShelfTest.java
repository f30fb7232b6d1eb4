package stockroom;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

final class ShelfTest {
    private final Shelf shelf = new Shelf();

    void whatWasReceivedFirstIsTakenFirst() {
        shelf.put(batch(5, 3));
        shelf.put(batch(1, 2));
        Check.equal(List.of(batch(1, 2), batch(5, 1)), shelf.take(3));
        Check.equal(List.of(batch(5, 2)), shelf.batches());
    }

    void quantitiesAddUp() {
        Check.equal(0, shelf.quantity());
        shelf.put(batch(1, 2));
        shelf.put(batch(1, 3));
        Check.equal(5, shelf.quantity());
    }

    private static Batch batch(int day, int quantity) {
        return new Batch(LocalDate.of(2024, 3, day), quantity, new Money(100), Optional.empty());
    }
}
