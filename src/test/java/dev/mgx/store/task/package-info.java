@NullMarked
package dev.mgx.store.task;

import org.jspecify.annotations.NullMarked;
