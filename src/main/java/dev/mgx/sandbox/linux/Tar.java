package dev.mgx.sandbox.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes text files as a tar archive: USTAR with GNU long names, which every tar reads.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">the format</a>
 */
final class Tar {
    private static final int BLOCK = 512;
    private static final int MAX_NAME = 100;
    private static final char FILE = '0';
    private static final char LONG_NAME = 'L';

    private Tar() {}

    /** Writes the archive of {@code files}, text by relative path. */
    static void write(Map<String, String> files, OutputStream out) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            byte[] name = file.getKey().getBytes(UTF_8);
            byte[] content = file.getValue().getBytes(UTF_8);
            if (name.length > MAX_NAME) {
                entry("././@LongLink".getBytes(US_ASCII), LONG_NAME, 0644, Arrays.copyOf(name, name.length + 1), out);
            }
            entry(name, FILE, file.getValue().startsWith("#!") ? 0755 : 0644, content, out);
        }
        out.write(new byte[2 * BLOCK]);
    }

    private static void entry(byte[] name, char type, int mode, byte[] content, OutputStream out) throws IOException {
        byte[] header = new byte[BLOCK];
        System.arraycopy(name, 0, header, 0, Math.min(name.length, MAX_NAME));
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, content.length);
        octal(header, 136, 12, 0);
        header[156] = (byte) type;
        text(header, 257, "ustar\00000");
        text(header, 148, "        "); // the checksum is computed with its own field as spaces
        int checksum = 0;
        for (byte value : header) {
            checksum += value & 0xff;
        }
        octal(header, 148, 7, checksum);
        header[154] = 0;
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static void octal(byte[] header, int offset, int width, int value) {
        String digits = Integer.toOctalString(value);
        text(header, offset, "0".repeat(width - 1 - digits.length()) + digits);
    }

    private static void text(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
