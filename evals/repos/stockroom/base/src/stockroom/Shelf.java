package stockroom;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The batches of one item in one place, in the order in which they go out. */
final class Shelf {
    private final List<Batch> batches = new ArrayList<>();

    /** Among batches that go out at the same time, the one that was put first does. */
    void put(Batch batch) {
        batches.add(batch);
        batches.sort(Batch.ORDER);
    }

    /** Takes so many pieces off, as the batches or parts of batches that they are of. There have to be as many. */
    List<Batch> take(int quantity) {
        List<Batch> taken = new ArrayList<>();
        int wanted = quantity;
        while (wanted > 0) {
            Batch first = batches.removeFirst();
            int part = Math.min(wanted, first.quantity());
            taken.add(first.withQuantity(part));
            if (part < first.quantity()) {
                batches.addFirst(first.withQuantity(first.quantity() - part));
            }
            wanted -= part;
        }
        return taken;
    }

    int quantity() {
        return batches.stream().mapToInt(Batch::quantity).sum();
    }

    List<Batch> batches() {
        return Collections.unmodifiableList(batches);
    }
}
