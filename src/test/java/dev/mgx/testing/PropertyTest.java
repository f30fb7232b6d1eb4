package dev.mgx.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A property is checked on the same cases each time, and reports the case on which it fails. */
@Timeout(20)
class PropertyTest {
    private static final Draw<List<Integer>> NUMBERS = Draw.sequence(0, 50, random -> random.nextInt(100));

    @Test
    void drawsTheSameCasesInEveryRunAndNoneTwice() throws Exception {
        List<List<Integer>> first = new ArrayList<>();
        List<List<Integer>> second = new ArrayList<>();

        Property.of(1, 100).holdsForAll(NUMBERS, first::add);
        Property.of(1, 100).holdsForAll(NUMBERS, second::add);

        assertThat(first).hasSize(100).isEqualTo(second);
        assertThat(first.stream().filter(list -> list.size() > 5)).doesNotHaveDuplicates();
        assertThat(first.stream().map(List::size)).contains(0, 50);
    }

    @Test
    void namesTheSeedByWhichTheFailingCaseIsTriedAlone() {
        Property.Claim<Integer> small = number -> assertThat(number).isLessThan(990);
        Draw<Integer> number = random -> random.nextInt(1000);
        Throwable failure = catchThrowable(() -> Property.of(2, 1_000).holdsForAll(number, small));
        Matcher seed = Pattern.compile("Seed (-?\\d+), (\\d+)").matcher(String.valueOf(failure.getMessage()));
        assertThat(seed.find()).isTrue();

        List<Integer> tried = new ArrayList<>();
        Property alone = new Property(77, 1_000, Long.parseLong(seed.group(1)));
        assertThatThrownBy(() -> alone.holdsForAll(number, drawn -> {
                    tried.add(drawn);
                    small.check(drawn);
                }))
                .isInstanceOf(AssertionError.class);
        assertThat(tried).containsExactly(Integer.valueOf(seed.group(2)));
    }

    @Test
    void leavesOutOfAFailingSequenceWhatTheFailureDoesNotNeed() {
        assertThatThrownBy(() -> Property.of(3, 1_000).holdsForAllSequences(NUMBERS, numbers -> {
                    int large = numbers.indexOf(90);
                    assertThat(large >= 0
                                    && numbers.subList(large, numbers.size()).contains(10))
                            .as("a 10 after a 90")
                            .isFalse();
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(": [90, 10]: [a 10 after a 90]");
    }

    @Test
    void anExceptionIsAFailureToo() {
        assertThatThrownBy(() -> Property.of(4, 10).holds(random -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void anInterruptEndsIt() {
        List<Integer> tried = new ArrayList<>();
        assertThatThrownBy(() -> Property.of(5, 1_000).holds(random -> {
                    tried.add(1);
                    if (tried.size() == 10) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(tried).hasSize(10);
    }

    @Test
    void drawsByWeight() throws Exception {
        List<String> drawn = new ArrayList<>();
        Property.of(6, 1_000).holdsForAll(new Chances<String>().of(9, "often").of(1, "seldom"), drawn::add);

        assertThat(drawn.stream().filter("seldom"::equals).count()).isBetween(50L, 200L);
    }
}
