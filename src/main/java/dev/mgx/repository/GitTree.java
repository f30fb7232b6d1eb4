package dev.mgx.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** The entries of a folder in a commit, byte for byte as they stand there. */
record GitTree(List<Entry> entries) {
    private static final int MAX_BYTES = 50 << 20;

    /**
     * A file, folder, link or submodule.
     *
     * @param rawName its bytes, a character each: a name need not be UTF-8
     */
    record Entry(int mode, String rawName, ObjectId id) {
        static Entry of(FileMode mode, String name, ObjectId id) {
            return new Entry(mode.getBits(), new String(name.getBytes(UTF_8), ISO_8859_1), id);
        }

        String name() {
            return new String(rawName.getBytes(ISO_8859_1), UTF_8);
        }

        boolean isUtf8() {
            return Arrays.equals(name().getBytes(UTF_8), rawName.getBytes(ISO_8859_1));
        }

        boolean isFolder() {
            return FileMode.TREE.equals(mode);
        }

        boolean isLink() {
            return FileMode.SYMLINK.equals(mode);
        }

        boolean isSubmodule() {
            return FileMode.GITLINK.equals(mode);
        }

        boolean isFile() {
            return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
        }

        /** By which git orders them. */
        private String sortedBy() {
            return isFolder() ? rawName + "/" : rawName;
        }
    }

    static GitTree read(AnyObjectId id, ObjectReader objects) throws IOException {
        return parse(id, objects.open(id, Constants.OBJ_TREE).getCachedBytes(MAX_BYTES));
    }

    static GitTree parse(AnyObjectId id, byte[] raw) throws IOException {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at < raw.length) {
            int space = indexOf(' ', raw, at, id);
            int end = indexOf('\0', raw, space + 1, id);
            if (end + Constants.OBJECT_ID_LENGTH >= raw.length || space - at > 6) {
                throw garbled(id);
            }
            entries.add(new Entry(
                    mode(raw, at, space, id),
                    new String(raw, space + 1, end - space - 1, ISO_8859_1),
                    ObjectId.fromRaw(raw, end + 1)));
            at = end + 1 + Constants.OBJECT_ID_LENGTH;
        }
        return new GitTree(entries);
    }

    byte[] bytes() {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
        for (Entry each :
                entries.stream().sorted(Comparator.comparing(Entry::sortedBy)).toList()) {
            raw.writeBytes("%o %s\0".formatted(each.mode, each.rawName).getBytes(ISO_8859_1));
            each.id.copyRawTo(id, 0);
            raw.writeBytes(id);
        }
        return raw.toByteArray();
    }

    private static int mode(byte[] raw, int from, int to, AnyObjectId id) throws IOException {
        int mode = 0;
        for (int i = from; i < to; i++) {
            if (raw[i] < '0' || raw[i] > '7') {
                throw garbled(id);
            }
            mode = mode * 8 + raw[i] - '0';
        }
        return mode;
    }

    private static int indexOf(char end, byte[] raw, int from, AnyObjectId id) throws IOException {
        int at = from;
        while (at < raw.length && raw[at] != end) {
            at++;
        }
        if (at == raw.length || at == from) {
            throw garbled(id);
        }
        return at;
    }

    private static IOException garbled(AnyObjectId id) {
        return new CorruptObjectException(id.toObjectId(), "a garbled tree");
    }
}
