@NullMarked
package dev.mgx.projection;

import org.jspecify.annotations.NullMarked;
