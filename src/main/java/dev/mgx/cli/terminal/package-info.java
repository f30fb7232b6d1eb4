/**
 * What a person sees on a terminal, and what a program reads from standard output.
 */
@NullMarked
package dev.mgx.cli.terminal;

import org.jspecify.annotations.NullMarked;
