/**
 * Writing and reading in SQL: one writer with group commit, readers, transactions, and what a failure means. Knows no table of its own but the commit mark.
 */
@NullMarked
package dev.mgx.store.sql;

import org.jspecify.annotations.NullMarked;
