/**
 * The tasks people gave, found and listed, and what becomes of rows that cannot be read.
 */
@NullMarked
package dev.mgx.store.task;

import org.jspecify.annotations.NullMarked;
