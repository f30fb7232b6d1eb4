@NullMarked
package dev.mgx.operator;

import org.jspecify.annotations.NullMarked;
