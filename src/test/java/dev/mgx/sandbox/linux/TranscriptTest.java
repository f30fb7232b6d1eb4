package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.StreamType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.SECONDS)
class TranscriptTest {
    private final List<OutputLine> passed = new ArrayList<>();

    @Test
    void doesNotCountTheStartMarkAsOutput() throws InterruptedException {
        Transcript transcript = new Transcript("begin", 1000, passed::addAll);
        assertThat(transcript.started()).isFalse();

        transcript.add(List.of(line("begin"), line("begin")));

        assertThat(transcript.started()).isTrue();
        assertThat(transcript.kept()).containsExactly(line("begin"));
        assertThat(passed).containsExactly(line("begin"));
    }

    @Test
    void stopsPassingAtItsLimitAndSaysSoOnce() throws InterruptedException {
        Transcript transcript = new Transcript("begin", 8, passed::addAll);
        for (int i = 0; i < 5; i++) {
            transcript.add(List.of(line("abc")));
        }

        assertThat(passed)
                .extracting(OutputLine::text)
                .containsExactly("abc", "abc", "[output cut here: more than 8 bytes]");
        assertThat(transcript.kept()).hasSize(5);
        assertThat(transcript.truncated()).isFalse();
    }

    @Test
    void keepsTheFirstAndTheLastLinesAndCountsTheRest() throws InterruptedException {
        Transcript transcript = new Transcript("begin", 1, OutputListener.NONE);
        int lines = 10 * Transcript.MAX_KEPT_BYTES / 16;
        for (int i = 0; i < lines; i++) {
            transcript.add(List.of(line("%015d".formatted(i))));
        }

        List<OutputLine> kept = transcript.kept();
        int half = Transcript.MAX_KEPT_BYTES / 2 / 16;
        assertThat(kept).hasSize(2 * half + 1).startsWith(line("%015d".formatted(0)));
        assertThat(kept.get(half).text()).isEqualTo("[%,d lines left out]".formatted(lines - 2 * half));
        assertThat(kept).endsWith(line("%015d".formatted(lines - 1)));
        assertThat(transcript.truncated()).isTrue();
    }

    private static OutputLine line(String text) {
        return new OutputLine(StreamType.STDOUT, text);
    }
}
