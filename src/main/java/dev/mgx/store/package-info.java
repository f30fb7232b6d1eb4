/**
 * Persistence of runs: claims, the queue, steps, messages and files. Built on {@code store.journal}, {@code store.task}
 * and {@code store.sql}.
 */
@NullMarked
package dev.mgx.store;

import org.jspecify.annotations.NullMarked;
