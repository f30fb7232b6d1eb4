/**
 * What is kept of tasks and their runs: claims, the queue, steps, messages, files. Over {@code store.journal}, {@code store.task} and {@code store.sql}.
 */
@NullMarked
package dev.mgx.store;

import org.jspecify.annotations.NullMarked;
