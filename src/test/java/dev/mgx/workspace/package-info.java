@NullMarked
package dev.mgx.workspace;

import org.jspecify.annotations.NullMarked;
