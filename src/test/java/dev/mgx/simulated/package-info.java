@NullMarked
package dev.mgx.simulated;

import org.jspecify.annotations.NullMarked;
