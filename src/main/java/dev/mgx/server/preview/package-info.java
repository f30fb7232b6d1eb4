/** Running programs of tasks, each under an origin of its own: who may see one, and what is passed on. */
@NullMarked
package dev.mgx.server.preview;

import org.jspecify.annotations.NullMarked;
