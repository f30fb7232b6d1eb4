@NullMarked
package dev.mgx.store.source;

import org.jspecify.annotations.NullMarked;
