/**
 * Runs tasks, and what a workflow sees of its run: durable steps, messages, approvals.
 */
@NullMarked
package dev.mgx.engine;

import org.jspecify.annotations.NullMarked;
