/**
 * Who runs next: slots, dispatch, takeover, and runs that an earlier process left.
 */
@NullMarked
package dev.mgx.engine.queue;

import org.jspecify.annotations.NullMarked;
