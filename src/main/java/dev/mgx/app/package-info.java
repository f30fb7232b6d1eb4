/**
 * The program: main, logging, and what starts servers for the command line.
 */
@NullMarked
package dev.mgx.app;

import org.jspecify.annotations.NullMarked;
