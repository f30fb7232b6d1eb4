@NullMarked
package dev.mgx.app;

import org.jspecify.annotations.NullMarked;
