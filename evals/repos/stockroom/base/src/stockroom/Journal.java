package stockroom;

import java.util.ArrayList;
import java.util.List;

/** Everything that moved, in the order in which it did. */
final class Journal {
    private final List<Movement> movements = new ArrayList<>();

    void add(Movement movement) {
        movements.add(movement);
    }

    List<Movement> of(Sku sku) {
        return movements.stream().filter(each -> each.sku().equals(sku)).toList();
    }
}
