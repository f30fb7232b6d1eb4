@NullMarked
package dev.mgx;

import org.jspecify.annotations.NullMarked;
