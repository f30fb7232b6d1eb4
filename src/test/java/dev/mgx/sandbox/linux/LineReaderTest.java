package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.StreamType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.SECONDS)
class LineReaderTest {
    @Test
    void splitsAtBothKindsOfLineTerminators() throws InterruptedException {
        assertThat(lines("one\ntwo\r\n\nno end")).containsExactly("one", "two", "", "no end");
    }

    @Test
    void replacesInvalidBytesAndNul() throws InterruptedException {
        assertThat(lines(new byte[] {'a', (byte) 0xff, 'b', 0, '\n'})).containsExactly("a\uFFFDb\uFFFD");
    }

    @Test
    void splitsALongLineButNoCharacter() throws InterruptedException {
        String almost = "x".repeat(LineReader.MAX_LINE_CHARS - 1);

        assertThat(lines(almost + "\uD83D\uDE00y")).containsExactly(almost + "\uD83D\uDE00", "y");
    }

    private static List<String> lines(String text) throws InterruptedException {
        return lines(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(byte[] bytes) throws InterruptedException {
        OutputQueue queue = new OutputQueue();
        new LineReader(new ByteArrayInputStream(bytes), StreamType.STDOUT, queue).run();
        queue.end();
        return queue.take().stream().map(OutputLine::text).toList();
    }
}
