@NullMarked
package dev.mgx.faults;

import org.jspecify.annotations.NullMarked;
