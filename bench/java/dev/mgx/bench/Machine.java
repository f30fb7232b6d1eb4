package dev.mgx.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class Machine {
    private static final int SYNCS = 50;

    private Machine() {}

    /** One sentence, with the time that its disk takes for a sync, on which durable writes depend. */
    static String describe() throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, Linux %s, Java %s, %s ms for a sync of the disk; load %s when it ended; %s",
                processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                Runtime.version(),
                Figures.plain(syncMillis()),
                Figures.plain(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
                LocalDate.now(ZoneOffset.UTC));
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.exists(info)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private static double syncMillis() throws IOException {
        Path file = Files.createTempFile("mgx-bench", "sync");
        double[] millis = new double[SYNCS];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                channel.write(ByteBuffer.allocate(4_096));
                long begun = System.nanoTime();
                channel.force(false);
                millis[i] = (System.nanoTime() - begun) / 1e6;
            }
        } finally {
            Files.delete(file);
        }
        return Figures.median(millis);
    }
}
