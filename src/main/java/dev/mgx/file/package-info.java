/**
 * Files that other users of the machine must not read, change or put in place: who may use a file, and files of one's
 * own.
 *
 * <p>May import: nothing of ours.
 */
@NullMarked
package dev.mgx.file;

import org.jspecify.annotations.NullMarked;
