@NullMarked
package dev.mgx.e2e;

import org.jspecify.annotations.NullMarked;
