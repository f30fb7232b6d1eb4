package dev.mgx.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A folder that lasts from one command to the next: what a program finds in its working directory, and what it leaves there. */
public interface WorkingTree {
    /** Writes what is there at the start, as entries of a tar archive without its end. */
    void writeTo(OutputStream archive) throws IOException;

    /**
     * Reads what is there at the end, called once, unless the program was killed for a reason other than its time limit. It is
     * not to be trusted.
     *
     * @param archive a tar archive of the folder, with paths that begin with {@code ./}; ends in the middle where the folder
     *     was larger than a file may be
     * @throws IOException if it is no archive; the tree then stays as it was
     */
    void readFrom(InputStream archive) throws IOException;
}
