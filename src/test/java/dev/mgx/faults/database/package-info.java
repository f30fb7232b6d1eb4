/** Faults of the database, injected into a store, an engine and a whole server. */
@NullMarked
package dev.mgx.faults.database;

import org.jspecify.annotations.NullMarked;
