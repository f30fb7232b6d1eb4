@NullMarked
package dev.mgx.sandbox.linux.process;

import org.jspecify.annotations.NullMarked;
