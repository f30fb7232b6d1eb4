@NullMarked
package dev.mgx.engine.queue;

import org.jspecify.annotations.NullMarked;
