package dev.mgx.sandbox.linux.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Fields of {@code /proc/PID/stat}; see proc(5).
 *
 * @param startedAt in clock ticks since boot; exec does not change it
 * @param mapped mapped memory in bytes; 0 for a kernel thread, a zombie, and an ending process
 * @param codeStart start address of its code; 0 during exec. In 1.5 million reads of a process that repeatedly calls
 *     exec it was always 0 while the environment was not set up (Linux 6.18)
 * @param environmentSize in bytes
 */
record ProcessStat(long startedAt, long mapped, long codeStart, long environmentSize) {
    /** Number of the first field after the name. */
    private static final int FIRST_FIELD = 3;

    /**
     * Reads the fields.
     *
     * @param process its folder in {@code /proc}
     * @throws IOException if the process has ended
     */
    static ProcessStat read(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), ISO_8859_1);
        // The name, the second field, is in parentheses and may itself contain spaces and parentheses.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        if (fields.length <= 51 - FIRST_FIELD) {
            throw new IOException("%s/stat is truncated: %s".formatted(process, stat));
        }
        long environmentStart = field(fields, 50);
        return new ProcessStat(
                field(fields, 22), field(fields, 23), field(fields, 26), field(fields, 51) - environmentStart);
    }

    private static long field(String[] fields, int number) {
        return Long.parseUnsignedLong(fields[number - FIRST_FIELD]);
    }
}
