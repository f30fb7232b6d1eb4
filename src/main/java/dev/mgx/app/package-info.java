/** The program: main, logging, and the launcher that starts servers for the command line. */
@NullMarked
package dev.mgx.app;

import org.jspecify.annotations.NullMarked;
