@NullMarked
package dev.mgx.store.journal;

import org.jspecify.annotations.NullMarked;
