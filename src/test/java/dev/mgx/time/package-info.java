@NullMarked
package dev.mgx.time;

import org.jspecify.annotations.NullMarked;
