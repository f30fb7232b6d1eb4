package dev.mgx.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks take turns; first in, first out within a task. */
@Timeout(10)
class TaskRotationTest {
    private final TaskRotation<String> rotation = new TaskRotation<>();

    private List<String> drain() {
        List<String> order = new ArrayList<>();
        for (Optional<String> next = rotation.next(); next.isPresent(); next = rotation.next()) {
            order.add(next.get());
        }
        return order;
    }

    @Test
    void aTaskWithManyWaitingDoesNotStarveAnother() {
        for (int i = 1; i <= 40; i++) {
            rotation.add("big", "big" + i);
        }
        rotation.add("small", "small1");
        rotation.add("small", "small2");

        assertThat(drain().subList(0, 5)).containsExactly("big1", "small1", "big2", "small2", "big3");
    }

    @Test
    void aTaskThatReturnsQueuesBehindTheOthers() {
        rotation.add("a", "a1");
        rotation.add("b", "b1");
        rotation.add("b", "b2");
        rotation.next();
        rotation.add("a", "a2");

        assertThat(drain()).containsExactly("b1", "a2", "b2");
    }

    @Test
    void aRemovedWaiterIsSkipped() {
        rotation.add("a", "a1");
        rotation.add("b", "b1");
        rotation.remove("a", "a1");
        rotation.remove("a", "a1");

        assertThat(rotation.size()).isEqualTo(1);
        assertThat(drain()).containsExactly("b1");
    }
}
