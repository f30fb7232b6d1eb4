/** The processes of a program: which they are, how much memory they use, and their end. */
@NullMarked
package dev.mgx.sandbox.linux.process;

import org.jspecify.annotations.NullMarked;
