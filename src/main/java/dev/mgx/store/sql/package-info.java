/**
 * SQL access: one writer with group commit, pooled readers, transactions, and the classification of failures. The only
 * table it knows is the commit mark.
 */
@NullMarked
package dev.mgx.store.sql;

import org.jspecify.annotations.NullMarked;
