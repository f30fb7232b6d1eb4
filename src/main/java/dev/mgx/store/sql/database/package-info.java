/**
 * SQLite and PostgreSQL: opening, migrations, and the index in which tasks are found.
 */
@NullMarked
package dev.mgx.store.sql.database;

import org.jspecify.annotations.NullMarked;
