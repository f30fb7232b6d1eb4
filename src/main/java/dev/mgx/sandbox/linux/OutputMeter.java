package dev.mgx.sandbox.linux;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the output bytes of a program over both streams and calls back once when the limit is exceeded. Thread-safe.
 */
final class OutputMeter {
    private final long maxBytes;
    private final Runnable onFlood;
    private final AtomicLong bytes = new AtomicLong();

    OutputMeter(long maxBytes, Runnable onFlood) {
        this.maxBytes = maxBytes;
        this.onFlood = onFlood;
    }

    /** Wraps a stream to count its bytes. */
    InputStream measure(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                if (count > 0) {
                    add(count);
                }
                return count;
            }

            @Override
            public int read() throws IOException {
                int value = super.read();
                if (value >= 0) {
                    add(1);
                }
                return value;
            }
        };
    }

    private void add(int count) {
        long after = bytes.addAndGet(count);
        if (after > maxBytes && after - count <= maxBytes) {
            onFlood.run();
        }
    }
}
