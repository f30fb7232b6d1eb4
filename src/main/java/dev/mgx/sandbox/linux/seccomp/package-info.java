/** The filter of system calls for generated programs. */
@NullMarked
package dev.mgx.sandbox.linux.seccomp;

import org.jspecify.annotations.NullMarked;
