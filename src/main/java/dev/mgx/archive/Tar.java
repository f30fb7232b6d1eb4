package dev.mgx.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes tar archives: USTAR with GNU long names.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">the format</a>
 */
public final class Tar {
    public static final int PLAIN_MODE = 0644;
    public static final int EXECUTABLE_MODE = 0755;

    static final int BLOCK = 512;
    static final int MAX_NAME = 100;
    static final char FILE = '0';
    static final char LINK = '2';
    static final char LONG_NAME = 'L';
    static final char LONG_TARGET = 'K';

    private Tar() {}

    /**
     * Writes a file.
     *
     * @param mode its permissions, such as {@link #PLAIN_MODE}
     * @param changed when it was changed, in seconds since 1970
     */
    public static void file(String path, int mode, long changed, byte[] content, OutputStream out) throws IOException {
        out.write(header(path, mode, changed, content.length));
        out.write(content);
        out.write(padding(content.length));
    }

    /** Writes a symbolic link. */
    public static void link(String path, String target, long changed, OutputStream out) throws IOException {
        out.write(headers(path, target, LINK, EXECUTABLE_MODE, changed, 0));
    }

    /** What comes before the content of a file; {@link #padding} follows it. */
    public static byte[] header(String path, int mode, long changed, long length) {
        return headers(path, "", FILE, mode, changed, length);
    }

    private static byte[] headers(String path, String target, char type, int mode, long changed, long length) {
        byte[] name = path.getBytes(UTF_8);
        byte[] link = target.getBytes(UTF_8);
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        longText(name, LONG_NAME, blocks);
        longText(link, LONG_TARGET, blocks);
        blocks.writeBytes(block(name, link, type, mode, changed, length));
        return blocks.toByteArray();
    }

    private static void longText(byte[] text, char type, ByteArrayOutputStream blocks) {
        if (text.length > MAX_NAME) {
            byte[] whole = Arrays.copyOf(text, text.length + 1);
            blocks.writeBytes(
                    block("././@LongLink".getBytes(US_ASCII), new byte[0], type, PLAIN_MODE, 0, whole.length));
            blocks.writeBytes(whole);
            blocks.writeBytes(padding(whole.length));
        }
    }

    /** What follows a content of this length. */
    public static byte[] padding(long length) {
        return new byte[(int) ((BLOCK - length % BLOCK) % BLOCK)];
    }

    /** What an archive ends with. */
    public static byte[] end() {
        return new byte[2 * BLOCK];
    }

    private static byte[] block(byte[] name, byte[] link, char type, int mode, long changed, long length) {
        byte[] header = new byte[BLOCK];
        System.arraycopy(name, 0, header, 0, Math.min(name.length, MAX_NAME));
        System.arraycopy(link, 0, header, 157, Math.min(link.length, MAX_NAME));
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, length);
        octal(header, 136, 12, changed);
        header[156] = (byte) type;
        text(header, 257, "ustar\00000");
        text(header, 148, "        "); // the checksum is computed with its own field as spaces
        octal(header, 148, 7, checksum(header));
        header[154] = 0;
        return header;
    }

    static int checksum(byte[] header) {
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        return sum;
    }

    private static void octal(byte[] header, int offset, int width, long value) {
        String digits = Long.toOctalString(value);
        text(header, offset, "0".repeat(width - 1 - digits.length()) + digits);
    }

    private static void text(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
