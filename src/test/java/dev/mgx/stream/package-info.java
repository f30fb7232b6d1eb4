@NullMarked
package dev.mgx.stream;

import org.jspecify.annotations.NullMarked;
