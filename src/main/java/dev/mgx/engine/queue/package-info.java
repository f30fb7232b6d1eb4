/** Scheduling: slots, dispatch, takeover, and runs that an earlier process left interrupted. */
@NullMarked
package dev.mgx.engine.queue;

import org.jspecify.annotations.NullMarked;
