@NullMarked
package dev.mgx.wiring;

import org.jspecify.annotations.NullMarked;
