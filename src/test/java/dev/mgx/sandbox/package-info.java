/** Tests of the sandbox: one contract that every isolation keeps, and the parts it is made of. */
@NullMarked
package dev.mgx.sandbox;

import org.jspecify.annotations.NullMarked;
