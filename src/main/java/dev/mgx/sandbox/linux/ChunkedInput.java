package dev.mgx.sandbox.linux;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Reads content that comes in chunks, each after its length; the last has the length 0, and without it the content is not
 * whole.
 */
final class ChunkedInput extends InputStream {
    private final DataInputStream in;
    private int left;
    private boolean ended;

    ChunkedInput(InputStream in) {
        this.in = new DataInputStream(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws EOFException if the last chunk is missing */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (left == 0 && !ended) {
            left = in.readInt();
            ended = left == 0;
            if (left < 0) {
                throw new IOException("a chunk of the length " + left);
            }
        }
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        int read = in.read(buffer, offset, Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the content ends before it is whole");
        }
        left -= read;
        return read;
    }
}
