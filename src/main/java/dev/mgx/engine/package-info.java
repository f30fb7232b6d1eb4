/** The engine that runs tasks, and the API for workflows: durable steps, messages, approvals. */
@NullMarked
package dev.mgx.engine;

import org.jspecify.annotations.NullMarked;
