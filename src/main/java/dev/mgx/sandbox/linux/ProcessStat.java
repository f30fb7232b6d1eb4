package dev.mgx.sandbox.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code /proc/PID/stat} tells of a process: see proc(5).
 *
 * @param startedAt in clock ticks since the machine was started; loading a program does not change it
 * @param mapped how much memory is mapped, in bytes; 0 for a part of the kernel, a zombie, and one that is ending
 * @param codeStart where its program is; 0 while one is loaded. In 1.5 million readings of a process that does nothing but
 *     load programs it was never other than 0 while the environment was not there yet (Linux 6.18)
 * @param environmentSize in bytes
 */
record ProcessStat(long startedAt, long mapped, long codeStart, long environmentSize) {
    /** How many fields come before the third one, which is the first after the name. */
    private static final int BEFORE = 3;

    /**
     * Reads it.
     *
     * @param process its folder in {@code /proc}
     * @throws IOException if it has gone
     */
    static ProcessStat read(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), ISO_8859_1);
        // The name, second and in brackets, may have blanks and brackets of its own.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        if (fields.length <= 51 - BEFORE) {
            throw new IOException("%s/stat has been cut: %s".formatted(process, stat));
        }
        long environmentStart = field(fields, 50);
        return new ProcessStat(
                field(fields, 22), field(fields, 23), field(fields, 26), field(fields, 51) - environmentStart);
    }

    private static long field(String[] fields, int number) {
        return Long.parseUnsignedLong(fields[number - BEFORE]);
    }
}
