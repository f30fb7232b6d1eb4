@NullMarked
package dev.mgx.engine;

import org.jspecify.annotations.NullMarked;
