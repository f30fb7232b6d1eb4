/** Tests of the sandbox: one contract for every isolation, and tests of its parts. */
@NullMarked
package dev.mgx.sandbox;

import org.jspecify.annotations.NullMarked;
