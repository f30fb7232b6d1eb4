@NullMarked
package dev.mgx.repository.baseline;

import org.jspecify.annotations.NullMarked;
