@NullMarked
package dev.mgx.sandbox.linux;

import org.jspecify.annotations.NullMarked;
