/** The commands about a task's files. */
@NullMarked
package dev.mgx.cli.command.file;

import org.jspecify.annotations.NullMarked;
