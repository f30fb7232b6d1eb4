/** Terminal output for people, and standard output for programs. */
@NullMarked
package dev.mgx.cli.terminal;

import org.jspecify.annotations.NullMarked;
