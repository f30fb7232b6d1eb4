/** SQLite and PostgreSQL: connections, migrations and the search index for tasks. */
@NullMarked
package dev.mgx.store.sql.database;

import org.jspecify.annotations.NullMarked;
