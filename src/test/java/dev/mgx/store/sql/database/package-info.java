/** Databases as files and schemas: backups, and space that is given back. */
@NullMarked
package dev.mgx.store.sql.database;

import org.jspecify.annotations.NullMarked;
