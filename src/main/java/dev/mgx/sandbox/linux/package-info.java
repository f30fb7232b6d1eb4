/** The sandbox on Linux: isolation and process control. */
@NullMarked
package dev.mgx.sandbox.linux;

import org.jspecify.annotations.NullMarked;
