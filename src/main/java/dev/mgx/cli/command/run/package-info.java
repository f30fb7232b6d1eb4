/** The commands that start a run and follow it to its end. */
@NullMarked
package dev.mgx.cli.command.run;

import org.jspecify.annotations.NullMarked;
