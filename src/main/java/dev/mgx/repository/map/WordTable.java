package dev.mgx.repository.map;

import java.util.Locale;

/** Numbers of words, looked up by a hash of 64 bits that is made while a text is read, so that no word has to be cut out. */
final class WordTable {
    static final int NONE = -1;

    private static final long PRIME = 0x100000001b3L;
    private static final long OFFSET = 0xcbf29ce484222325L;

    private long[] keys = new long[64];
    private int[] values = new int[64];
    private int size;

    /** The number of a word, from 0 on in the order in which they come. */
    int add(String word) {
        int known = find(hash(word, 0, word.length()));
        if (known != NONE) {
            return known;
        }
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        put(hash(word, 0, word.length()), size);
        return size++;
    }

    int size() {
        return size;
    }

    int find(String text, int from, int to) {
        return find(hash(text, from, to));
    }

    /** As {@link #find}, of the word in small letters. */
    int findIgnoringCase(String text, int from, int to) {
        long hash = OFFSET;
        for (int at = from; at < to; at++) {
            hash = step(hash, lower(text.charAt(at)));
        }
        return find(finished(hash));
    }

    private int find(long key) {
        int slot = slot(key);
        return keys[slot] == 0 ? NONE : values[slot];
    }

    private int slot(long key) {
        int slot = (int) (key >>> 32) & (keys.length - 1);
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void put(long key, int value) {
        int slot = slot(key);
        keys[slot] = key;
        values[slot] = value;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new int[keys.length];
        for (int each = 0; each < oldKeys.length; each++) {
            if (oldKeys[each] != 0) {
                put(oldKeys[each], oldValues[each]);
            }
        }
    }

    private static long hash(String text, int from, int to) {
        long hash = OFFSET;
        for (int at = from; at < to; at++) {
            hash = step(hash, text.charAt(at));
        }
        return finished(hash);
    }

    private static long step(long hash, char letter) {
        return (hash ^ letter) * PRIME;
    }

    /** Mixed, so that the upper half differs too; never 0, which is an empty slot. */
    private static long finished(long hash) {
        long mixed = (hash ^ (hash >>> 29)) * 0x9e3779b97f4a7c15L;
        return mixed == 0 ? 1 : mixed;
    }

    static char lower(char letter) {
        return letter < 128
                ? (letter >= 'A' && letter <= 'Z' ? (char) (letter + 32) : letter)
                : Character.toLowerCase(letter);
    }

    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
