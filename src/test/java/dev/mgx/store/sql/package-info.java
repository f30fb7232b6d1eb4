@NullMarked
package dev.mgx.store.sql;

import org.jspecify.annotations.NullMarked;
