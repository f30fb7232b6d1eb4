package dev.mgx.llm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fenced blocks are found wherever they open, in linear time even for an answer full of fences. */
@Timeout(10)
class FencesTest {
    /** As long as an answer may be. */
    private static final int LONGEST = 1 << 20;

    @Test
    void areFoundAtTheBeginningOfALineAndAtTheEndOfOne() {
        assertThat(Fences.in("```java\none\n```\nAnd this: ```json\n{\n}\n ```\n```\n```\n"))
                .containsExactly("one\n", "{\n}\n", "");
    }

    @Test
    void oneThatIsNotClosedIsNone() {
        assertThat(Fences.in("```java\none\n``` more")).isEmpty();
        assertThat(Fences.in("no `` fence ```at``` all")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a```\n", "```a\n", "```\n", "`\n", "``````", "``` \n "})
    void noAnswerTakesLongerThanItIsLong(String again) {
        String answer = again.repeat(LONGEST / again.length());
        assertThat(Fences.in(answer)).hasSizeLessThan(LONGEST);
    }
}
