@NullMarked
package dev.mgx.repository.change;

import org.jspecify.annotations.NullMarked;
