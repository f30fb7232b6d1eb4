/** What commands read of a server: tasks by the beginning of their ID, files of runs, what is exported. Prints nothing. */
@NullMarked
package dev.mgx.cli.client;

import org.jspecify.annotations.NullMarked;
