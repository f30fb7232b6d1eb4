@NullMarked
package dev.mgx.store;

import org.jspecify.annotations.NullMarked;
